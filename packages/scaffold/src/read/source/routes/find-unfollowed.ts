// What reads like a route and was not followed: in a function that nothing calls, on an object that nothing is known of, or
// decided by hand from the URL of a request. The way in is the text of the code, so that no route is passed over in silence.
import type { CallExpression, Expression, IfStatement, Node } from 'oxc-parser';
import { methodOfVerb } from '../frameworks/verbs.js';
import type { Note } from '../interpret/interpreter.js';
import { lineOf, type Place, type SourceFile } from '../source-file.js';
import type { Router } from './router.js';

/** `roots` and `notes` say what was followed, and what is listed already. */
export function findUnfollowed(
  files: Iterable<SourceFile>,
  roots: readonly Router[],
  notes: readonly Note[],
): readonly Note[] {
  const calls = new Set([...withMounted(roots)].flatMap(({ entries }) => entries.map(({ at }) => callKey(at))));
  const lines = new Set(notes.map(({ at }) => lineKey(at)));
  return [...files].flatMap((file) => {
    if (file.isGenerated || !SPEAKS_OF_ROUTES.test(file.text)) return [];
    return suspectsIn(file).filter(({ at }) => !calls.has(callKey(at)) && !lines.has(lineKey(at)));
  });
}

function withMounted(roots: readonly Router[]): ReadonlySet<Router> {
  const all = new Set(roots);
  // A set gives what is added while it is walked through.
  for (const { entries } of all) for (const entry of entries) if (entry.kind === 'mount') all.add(entry.target);
  return all;
}

function callKey({ file, start, end }: Place): string {
  return `${file.path}:${start}:${end ?? ''}`;
}

function lineKey(at: Place): string {
  return `${at.file.path}:${lineOf(at)}`;
}

/** Files without any of these are not walked through. */
const SPEAKS_OF_ROUTES =
  /\.(?:get|put|post|delete|del|patch|all|route)\s*\(|\b(?:req|request|ctx|context|nodeReq)\.(?:url|originalUrl|path)\b/;

function suspectsIn(file: SourceFile): readonly Note[] {
  const found: Note[] = [];
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) for (const item of value) visit(item);
    else if (isNode(value)) {
      const reason = reasonFor(file, value);
      if (reason !== undefined) found.push({ reason, at: { file, start: value.start, end: value.end } });
      for (const inner of Object.values(value)) visit(inner);
    }
  };
  visit(file.program.body);
  return found;
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && typeof (value as { readonly type?: unknown }).type === 'string';
}

function reasonFor(file: SourceFile, node: Node): string | undefined {
  if (node.type === 'CallExpression' && registersRoute(node))
    return `what looks like a route could not be followed: ${shortText(file, node.callee)}(…)`;
  if (node.type === 'IfStatement' && answersByHand(file, node))
    return `a path handled by hand: ${shortText(file, node.test)}`;
  return undefined;
}

const LONGEST_TEXT = 80;

function shortText({ text }: SourceFile, { start, end }: Node): string {
  const whole = text.slice(start, end).replace(/\s+/g, ' ');
  return whole.length > LONGEST_TEXT ? `${whole.slice(0, LONGEST_TEXT)}…` : whole;
}

const NAME_OF_ROUTER = /^_?(?:app|router|server|fastify|instance)$|(?:App|Router|Server)$/;

/** `themeApp.get('/x', handler)`, `server.route({ method, path, handler })` */
function registersRoute({ callee, arguments: args }: CallExpression): boolean {
  if (callee.type !== 'MemberExpression' || callee.property.type !== 'Identifier' || callee.computed) return false;
  if (!NAME_OF_ROUTER.test(lastName(callee.object))) return false;
  const [first] = args;
  const { name } = callee.property;
  if (name === 'route') return first?.type === 'ObjectExpression' && memberNames(first).includes('handler');
  if (methodOfVerb(name) === undefined || args.length < 2 || first === undefined) return false;
  return isPath(first) || isFunction(args.at(-1)) || (first.type !== 'Literal' && args.length > 2);
}

function lastName(object: Expression): string {
  if (object.type === 'Identifier') return object.name;
  if (object.type !== 'MemberExpression') return '';
  return object.property.type === 'Identifier' || object.property.type === 'PrivateIdentifier'
    ? object.property.name
    : '';
}

function memberNames(object: Extract<Expression, { type: 'ObjectExpression' }>): readonly string[] {
  return object.properties.flatMap((property) =>
    property.type === 'Property' && property.key.type === 'Identifier' ? [property.key.name] : [],
  );
}

function isPath(node: Node): boolean {
  if (node.type === 'Literal') return typeof node.value === 'string' && /^[/*]/.test(node.value);
  return node.type === 'TemplateLiteral' && (node.quasis[0]?.value.raw ?? '').startsWith('/');
}

function isFunction(node: Node | undefined): boolean {
  return node?.type === 'FunctionExpression' || node?.type === 'ArrowFunctionExpression';
}

const ANSWERS = /\b(?:res|response|reply|ctx|context|c\.(?:json|text|html|body|redirect))\b/;

/** `if (req.url === '/metrics') return metrics(res)`: a comparison that answers, and not one that lets a request pass. */
function answersByHand({ text }: SourceFile, { test, consequent }: IfStatement): boolean {
  return comparesUrl(test) && ANSWERS.test(text.slice(consequent.start, consequent.end));
}

function comparesUrl(test: Expression): boolean {
  switch (test.type) {
    case 'LogicalExpression':
      return comparesUrl(test.left) || comparesUrl(test.right);
    case 'ParenthesizedExpression':
      return comparesUrl(test.expression);
    case 'BinaryExpression':
      return /^===?$/.test(test.operator) && (isUrl(test.left) || isUrl(test.right));
    case 'CallExpression': {
      const { callee } = test;
      return (
        callee.type === 'MemberExpression' &&
        callee.property.type === 'Identifier' &&
        callee.property.name === 'startsWith' &&
        isUrl(callee.object)
      );
    }
    default:
      return false;
  }
}

/** `req.url`, `ctx.request.path` */
function isUrl(node: Node): boolean {
  return (
    node.type === 'MemberExpression' &&
    node.property.type === 'Identifier' &&
    /^(?:url|originalUrl|path)$/.test(node.property.name) &&
    /^(?:_?req|request|nodeReq|ctx|context)$/.test(lastName(node.object))
  );
}
