// Path syntax of the frameworks → path templates of OpenAPI. One route with optional parts is several paths.

import type { FrameworkName } from '../../../model/framework-name.js';

export interface PathTemplate {
  readonly path: string;
  /** In the order of the path; `pattern` where the route says what the text must look like. */
  readonly parameters: readonly { readonly name: string; readonly pattern?: string }[];
}

/** Hono: `:id{[0-9]+}` */
const EXPRESSION = /:([\w-]+)\{((?:[^{}]|\{[^{}]*\})*)\}/g;

/** Express 5, Koa: `{/:id}` is optional. Express 4, Fastify, Hono: `/:id?`, `.:ext?`, `/?`. All: `:id(\\d+)`, `*`, `*name`. */
export function pathTemplates(route: string, framework: FrameworkName): readonly PathTemplate[] {
  const written = framework === 'hono' ? route.replace(EXPRESSION, ':$1($2)') : route;
  return variantsOf(written).map((variant) => templateOf(variant, framework));
}

const MOST_VARIANTS = 16;

/** Each combination of the optional parts, the longest first. */
function variantsOf(route: string): readonly string[] {
  let variants = [route];
  for (let turn = 0; turn < 4; turn += 1) {
    variants = variants.flatMap((text) => {
      // `{13}` is how often, in the pattern of a parameter.
      const group = /\{(?![\d,]+\})([^{}]*)\}/.exec(text);
      if (group) return [cut(text, group, group[1] ?? ''), cut(text, group, '')];
      const optional = /[/.]:\w+(?:\([^()]*(?:\([^()]*\)[^()]*)*\))?\?|\/\?\*?/.exec(text);
      if (!optional) return [text];
      // A slash that may be missing at the end makes no other path.
      const without = cut(text, optional, '');
      if (optional[0] === '/?' && optional.index + 2 === text.length) return [without];
      return [cut(text, optional, optional[0].replace('?', '')), without];
    });
  }
  return [...new Set(variants.slice(0, MOST_VARIANTS))];
}

function cut(text: string, match: RegExpExecArray, replacement: string): string {
  return text.slice(0, match.index) + replacement + text.slice(match.index + match[0].length);
}

const TOKEN = /\\(.)|::|:(\w+)(\((?:[^()\\]|\\.|\([^()]*\))*\))?[+*]?|\(\.\*\)|\*(\w*)/g;

function templateOf(route: string, framework: FrameworkName): PathTemplate {
  const parameters: { name: string; pattern?: string }[] = [];
  const take = (wanted: string, pattern?: string): string => {
    const isTaken = (name: string): boolean => parameters.some((parameter) => parameter.name === name);
    let name = wanted;
    for (let count = 2; isTaken(name); count += 1) name = `${wanted}${count}`;
    parameters.push({ name, ...(pattern !== undefined && { pattern }) });
    return `{${name}}`;
  };
  // Two colons are a text on Fastify, and a text and a parameter on the others.
  const text = framework === 'fastify' ? route : route.replaceAll('::', '\\::');
  const path = text.replace(
    TOKEN,
    (token: string, escaped?: string, name?: string, pattern?: string, splat?: string) => {
      if (escaped !== undefined) return escaped;
      if (token === '::') return ':';
      if (name !== undefined) return take(name, pattern && anchored(pattern.slice(1, -1)));
      return take(splat || 'wildcard');
    },
  );
  return { path, parameters };
}

function anchored(pattern: string): string {
  return `^(?:${pattern})$`.replace(/^\^\(\?:([\w\\[\]{},+*.-]+)\)\$$/, '^$1$$');
}

/** `/users` + `/` → `/users`; one slash between, and one in front. */
export function joinPaths(prefix: string, path: string): string {
  if (path === '' || path === '/') return prefix === '' ? '/' : prefix;
  // `{/:size}/index.json` brings its own slash.
  const joined = `${prefix.replace(/\/+$/, '')}${path.startsWith('{/') ? '' : '/'}${path.replace(/^\/+/, '')}`;
  return /^\{?\//.test(joined) ? joined : `/${joined}`;
}
