// Text of a document in the files around the routes: it stays text, in code, in JSON, in Markdown and in the shell.
import { parseSync } from 'oxc-parser';
import { expect, test } from 'vitest';
import { frameworkOf } from '../frameworks/frameworks.js';
import { planApi } from '../plan/plan-api.js';
import { readSpec } from '../read/openapi/read-spec.js';
import { createSampler } from '../runtime/create-sampler.js';
import { loadRuntime } from '../runtime/load-runtime.js';
import { emitAppFiles, emitAppToolFiles } from './emit-app.js';
import { emitTests } from './emit-tests.js';

const HOSTILE = [
  "'); HACKED(); ('",
  '"}; HACKED(); {"',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: hostile text, not a template
  '`${HACKED()}`',
  '*/ HACKED(); /*',
  '\n\nHACKED();\n\u2028HACKED()',
  '</script><script>HACKED()</script>',
  '[x](javascript:HACKED()) ![y](http://evil)',
  '$(HACKED) `HACKED` && HACKED #',
  '../../HACKED',
  '{{HACKED}}',
  '__proto__',
];

function specWith(text: string): string {
  const schema = {
    type: 'object',
    required: ['a', text],
    properties: { a: { enum: [text] }, [text]: { type: 'string', example: text } },
  };
  return JSON.stringify({
    openapi: '3.1.0',
    info: { title: text, version: text, description: text },
    paths: {
      '/a/{id}': {
        post: {
          operationId: text,
          tags: [text],
          security: [{ [text]: [] }],
          parameters: [
            { name: 'id', in: 'path', required: true, schema: { type: 'string', minLength: 1, example: text } },
            { name: text, in: 'query', required: true, schema: { const: text } },
          ],
          requestBody: {
            required: true,
            content: { 'application/json': { schema, example: { a: text, [text]: text } } },
          },
          responses: { '200': { description: text } },
        },
      },
    },
    components: { securitySchemes: { [text]: { type: 'apiKey', in: 'query', name: text } } },
  });
}

/** Every name and every template that is code: what could be called. */
function namesIn(node: unknown): readonly string[] {
  if (Array.isArray(node)) return node.flatMap(namesIn);
  if (typeof node !== 'object' || node === null) return [];
  const { type, name, value } = node as { readonly type?: string; readonly name?: unknown; readonly value?: unknown };
  const own = type === 'Identifier' ? [String(name)] : type === 'TemplateElement' ? [JSON.stringify(value)] : [];
  return [...own, ...Object.values(node).flatMap(namesIn)];
}

test.each(HOSTILE)('%j', async (text) => {
  const plan = planApi(readSpec('/', { file: '-', text: specWith(text) }).model);
  const layout = { source: 'src', routes: 'routes', hasDatabase: true };
  const tests = emitTests(plan, await loadRuntime(plan), createSampler(plan.model, 1));
  const files = [...emitAppFiles(plan, frameworkOf('koa'), layout), ...emitAppToolFiles(plan, layout), ...tests];
  for (const { path, content } of files) {
    expect(path).toMatch(/^(?:[\w.-]+\/)*[\w.-]+$/);
    expect(path.split('/')).not.toContain('..');
    if (path.endsWith('.json')) JSON.parse(content);
    else if (!path.endsWith('.ts'))
      expect(content.replace(/&#\d+;/g, '')).not.toMatch(/\]\(|<script|`HACKED|\$\(HACKED/);
    else {
      const { program, errors } = parseSync(path, content);
      expect(errors).toEqual([]);
      expect(namesIn(program).filter((name) => /\bHACKED\b/.test(name))).toEqual([]);
    }
  }
  expect(tests.map(({ content }) => content).join('')).toContain('expectRefusal');
});
