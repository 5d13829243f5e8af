// Statements, in their order. A branch that is chosen at run time is walked on both sides.
import type {
  CatchClause,
  Class,
  Directive,
  Expression,
  ForInStatement,
  ForOfStatement,
  ForStatement,
  IfStatement,
  Statement,
  SwitchStatement,
  TryStatement,
  TSEnumDeclaration,
  TSImportEqualsDeclaration,
  VariableDeclaration,
} from 'oxc-parser';
import { constant, either, list, truthOf, unknown, type Value } from '../values.js';
import { makeClass } from './classes.js';
import { makeEnum } from './enums.js';
import { closureOf } from './functions.js';
import type { Frame, Machine } from './machine.js';
import { binary } from './operators.js';
import { declarePattern } from './patterns.js';
import { Scope } from './scope.js';

/** How a run of statements ended: by itself, or with `return`, `break`, `continue`, `throw`. */
export interface Completion {
  readonly ended: boolean;
  readonly isLoopEnd?: boolean;
  /** What may have been returned on the way. */
  readonly returned: readonly Value[];
}

const GOES_ON: Completion = { ended: false, returned: [] };

export function executeAll(machine: Machine, frame: Frame, statements: readonly (Directive | Statement)[]): Completion {
  for (const statement of statements) hoist(machine, frame, statement);
  const returned: Value[] = [];
  for (const statement of statements) {
    const completion = execute(machine, frame, statement);
    returned.push(...completion.returned);
    if (completion.ended) return { ...completion, returned };
  }
  return { ended: false, returned };
}

export function returnedValue({ returned }: Completion): Value {
  return returned.length === 0 ? constant(undefined) : either(returned);
}

/** Functions can be called before their statement. */
function hoist(_: Machine, frame: Frame, statement: Directive | Statement): void {
  const declaration =
    statement.type === 'ExportNamedDeclaration' || statement.type === 'ExportDefaultDeclaration'
      ? statement.declaration
      : statement;
  if (declaration?.type === 'FunctionDeclaration' && declaration.id) {
    frame.scope.declare(declaration.id.name, closureOf(frame, declaration));
  }
}

function execute(machine: Machine, frame: Frame, statement: Directive | Statement): Completion {
  if (!machine.spend()) return { ended: true, returned: [] };
  switch (statement.type) {
    case 'ExpressionStatement':
      machine.evaluate(frame, statement.expression);
      return GOES_ON;
    case 'VariableDeclaration':
    case 'ClassDeclaration':
    case 'TSEnumDeclaration':
    case 'TSImportEqualsDeclaration':
      declare(machine, frame, statement);
      return GOES_ON;
    case 'ReturnStatement':
      return {
        ended: true,
        returned: [statement.argument ? machine.evaluate(frame, statement.argument) : constant(undefined)],
      };
    case 'ThrowStatement':
      return { ended: true, returned: [] };
    case 'BreakStatement':
    case 'ContinueStatement':
      return { ended: true, isLoopEnd: true, returned: [] };
    case 'BlockStatement':
      return executeAll(machine, inner(frame), statement.body);
    case 'IfStatement':
      return executeIf(machine, frame, statement);
    case 'TryStatement':
      return executeTry(machine, frame, statement);
    case 'ForOfStatement':
    case 'ForInStatement':
      return executeEach(machine, frame, statement);
    case 'ForStatement':
      return executeFor(machine, frame, statement);
    case 'WhileStatement':
    case 'DoWhileStatement':
      return { ...executeAll(machine, inner(frame), [statement.body]), ended: false };
    case 'SwitchStatement':
      return executeSwitch(machine, frame, statement);
    case 'LabeledStatement':
      return execute(machine, frame, statement.body);
    default:
      return GOES_ON;
  }
}

type Declaring = VariableDeclaration | Class | TSEnumDeclaration | TSImportEqualsDeclaration;

function declare(machine: Machine, frame: Frame, statement: Declaring): void {
  const { scope, file } = frame;
  switch (statement.type) {
    case 'VariableDeclaration':
      for (const { id, init } of statement.declarations) {
        const value = init ? declaredValue(machine, frame, init) : constant(undefined);
        declarePattern(machine, frame, id, { value, at: { file, start: (init ?? id).start } });
      }
      break;
    case 'ClassDeclaration':
    case 'ClassExpression':
      if (statement.id) scope.declare(statement.id.name, makeClass(machine, frame, statement));
      break;
    case 'TSEnumDeclaration':
      scope.declare(statement.id.name, makeEnum(machine, frame, statement));
      break;
    case 'TSImportEqualsDeclaration': {
      const { id, moduleReference: target } = statement;
      if (target.type === 'TSExternalModuleReference')
        scope.declare(id.name, machine.importModule(file, target.expression.value));
      break;
    }
    default:
      statement satisfies never;
  }
}

/** In a file of our own, a schema that is another one by a second name is a schema of its own. */
function declaredValue(machine: Machine, frame: Frame, init: Expression): Value {
  const value = machine.evaluate(frame, init);
  if (init.type !== 'Identifier' || value.kind !== 'call' || !frame.file.isGenerated || frame.depth > 0) return value;
  const at = { file: frame.file, start: init.start };
  return { kind: 'call', callee: { kind: 'member', object: value, name: 'readonly' }, args: [], at };
}

function inner(frame: Frame): Frame {
  return { ...frame, scope: new Scope(frame.scope) };
}

function executeIf(machine: Machine, frame: Frame, { test, consequent, alternate }: IfStatement): Completion {
  const truth = truthOf(machine.evaluate(frame, test));
  if (truth === true) return execute(machine, frame, consequent);
  if (truth === false) return alternate ? execute(machine, frame, alternate) : GOES_ON;
  const yes = execute(machine, frame, consequent);
  const no = alternate ? execute(machine, frame, alternate) : GOES_ON;
  return { ended: yes.ended && no.ended, returned: [...yes.returned, ...no.returned] };
}

/** What happens after an error is no part of what the program sets up; a handler may answer there. */
function executeTry(machine: Machine, frame: Frame, { block, handler, finalizer }: TryStatement): Completion {
  const tried = executeAll(machine, inner(frame), block.body);
  const caught = handler && machine.observer ? executeCatch(machine, inner(frame), handler) : GOES_ON;
  const last = executeAll(machine, inner(frame), finalizer?.body ?? []);
  return { ...tried, returned: [...tried.returned, ...caught.returned, ...last.returned] };
}

function executeCatch(machine: Machine, frame: Frame, { param, body }: CatchClause): Completion {
  const at = { file: frame.file, start: body.start };
  if (param) declarePattern(machine, frame, param, { value: unknown('an error'), at });
  return executeAll(machine, frame, body.body);
}

const LONGEST_LOOP = 10_000;

function executeEach(machine: Machine, frame: Frame, statement: ForOfStatement | ForInStatement): Completion {
  const { left, right, body } = statement;
  const source = machine.evaluate(frame, right);
  const at = { file: frame.file, start: right.start };
  const over = statement.type === 'ForInStatement' ? keysOf(source, at) : source;
  const items =
    over.kind === 'list'
      ? [...over.items, ...(over.isOpen ? [{ value: unknown('an element of a list known at run time only'), at }] : [])]
      : [{ value: unknown('an element of a list known at run time only'), at }];
  const returned: Value[] = [];
  for (const item of items.slice(0, LONGEST_LOOP)) {
    const turn = inner(frame);
    const pattern = left.type === 'VariableDeclaration' ? left.declarations[0]?.id : left;
    if (pattern) declarePattern(machine, turn, pattern, item);
    const completion = execute(machine, turn, body);
    returned.push(...completion.returned);
    if (completion.ended && !completion.isLoopEnd) return { ended: over.kind === 'list', returned };
  }
  return { ended: false, returned };
}

function keysOf(value: Value, at: { readonly file: Frame['file']; readonly start: number }): Value {
  if (value.kind === 'record')
    return list(
      [...value.members.keys()].map((name) => ({ value: constant(name), at })),
      value.isOpen,
    );
  if (value.kind === 'list')
    return list(
      value.items.map((_, index) => ({ value: constant(String(index)), at })),
      value.isOpen,
    );
  return value;
}

/** `for (let i = 0; i < paths.length; i++)`: followed as long as its condition is known. */
function executeFor(machine: Machine, frame: Frame, { init, test, update, body }: ForStatement): Completion {
  const own = inner(frame);
  if (init?.type === 'VariableDeclaration') execute(machine, own, init);
  else if (init) machine.evaluate(own, init);
  const returned: Value[] = [];
  for (let turn = 0; turn < LONGEST_LOOP; turn += 1) {
    const truth = test ? truthOf(machine.evaluate(own, test)) : undefined;
    if (truth === false) break;
    const completion = execute(machine, own, body);
    returned.push(...completion.returned);
    if (completion.ended && !completion.isLoopEnd) return { ended: truth === true, returned };
    if (truth === undefined || !update) break;
    if (update.type === 'UpdateExpression' && update.argument.type === 'Identifier') {
      const { name } = update.argument;
      const step = binary(
        update.operator === '++' ? '+' : '-',
        own.scope.lookUp(name) ?? unknown('a counter'),
        constant(1),
      );
      own.scope.assign(name, step);
    } else machine.evaluate(own, update);
  }
  return { ended: false, returned };
}

function executeSwitch(machine: Machine, frame: Frame, { discriminant, cases }: SwitchStatement): Completion {
  const subject = machine.evaluate(frame, discriminant);
  const returned: Value[] = [];
  let entered = subject.kind !== 'constant';
  for (const { test, consequent } of cases) {
    if (!entered && test) entered = truthOf(binary('===', subject, machine.evaluate(frame, test))) === true;
    else if (!entered) entered = true;
    if (!entered) continue;
    const completion = executeAll(machine, inner(frame), consequent);
    returned.push(...completion.returned);
    if (completion.ended && subject.kind === 'constant') return { ended: !completion.isLoopEnd, returned };
  }
  return { ended: false, returned };
}
