// A document that changes at random and handlers that people edit: what they wrote is there at the end, byte for byte.
// CHECK=full makes 200 edits; an everyday run 40.
import { seededRandom } from '@senior-backend/core/env/memory-env';
import { afterAll, expect, test } from 'vitest';
import { createProject, type TestProject } from './support.js';

const EDITS = process.env['CHECK'] === 'full' ? 200 : 40;

interface Operation {
  readonly id: string;
  readonly path: string;
  readonly tag: string;
  /** The type of a query parameter, which a changed schema changes. */
  readonly type: 'string' | 'integer';
}

const random = seededRandom(42);
const pick = <T>(items: readonly T[]): T => {
  const item = items[Math.floor(random() * items.length)];
  if (item === undefined) throw new Error('nothing to pick from');
  return item;
};

let serial = 0;
function newOperation(): Operation {
  serial += 1;
  return { id: `operation${serial}`, path: `/p${serial}/{id}`, tag: pick(['cats', 'dogs', 'birds']), type: 'string' };
}

/** One change of the document: an operation added, removed, renamed, moved to another tag, or with another schema. */
function changeSpec(operations: readonly Operation[]): readonly Operation[] {
  const kind = pick(['add', 'add', 'add', 'remove', 'rename', 'move', 'type'] as const);
  if (kind === 'add' || operations.length < 3) return [...operations, newOperation()];
  const chosen = pick(operations);
  if (kind === 'remove') return operations.filter((operation) => operation !== chosen);
  serial += 1;
  const changed: Operation =
    kind === 'rename'
      ? { ...chosen, id: `renamed${serial}` }
      : kind === 'move'
        ? { ...chosen, tag: pick(['cats', 'dogs', 'birds', 'fish']) }
        : { ...chosen, type: chosen.type === 'string' ? 'integer' : 'string' };
  return operations.map((operation) => (operation === chosen ? changed : operation));
}

function specOf(operations: readonly Operation[]): string {
  const paths = operations.map(({ id, path, tag, type }) => [
    path,
    {
      get: {
        operationId: id,
        tags: [tag],
        parameters: [{ name: 'q', in: 'query', required: true, schema: { type } }],
        responses: { 200: { description: 'ok', content: { 'application/json': { schema: { type } } } } },
      },
    },
  ]);
  return JSON.stringify({ openapi: '3.1.0', info: { title: 'T', version: '1' }, paths: Object.fromEntries(paths) });
}

/** What a person does to a route file: write a handler, add a helper, a comment, an import, odd spacing. */
function editByHand(text: string): string {
  serial += 1;
  switch (pick(['body', 'helper', 'comment', 'import', 'spacing'] as const)) {
    case 'body':
      // The value of the query goes back as it came, so that it fits whatever its type is now.
      return text.replace(
        '  notImplemented(req, res);\n',
        `  // by hand ${serial}\n  res.status(200).json(req.query.q);\n`,
      );
    case 'helper':
      return `${text}\nexport function helper${serial}(): string {\n  return 'by hand';\n}\n`;
    case 'comment':
      return text.replace(/\nexport const /, `\n// a note of ${serial}\nexport const `);
    case 'import':
      return `import { sep as sep${serial} } from 'node:path';\n${text}\nexport const used${serial} = sep${serial};\n`;
    case 'spacing':
      return `${text}\n\n\n`;
  }
}

/** Whether `before` is what is left of `after` when whole pieces are taken out: nothing of it was changed or moved. */
function isKept(before: string, after: string): boolean {
  let at = 0;
  for (const line of before.split('\n')) {
    const found = after.indexOf(line, at);
    if (found === -1) return false;
    at = found + line.length;
  }
  return true;
}

let project: TestProject;
afterAll(() => project.remove());

test(`${EDITS} random edits lose nothing`, async () => {
  project = await createProject();
  let operations: readonly Operation[] = [newOperation(), newOperation(), newOperation()];
  let files: ReadonlyMap<string, string> = new Map();
  for (let edit = 0; edit < EDITS; edit += 1) {
    await project.write('openapi.json', specOf(operations));
    expect(await project.scaffold('openapi.json')).toMatchObject({ exitCode: 0 });
    const written = await project.files('src/routes');
    for (const [path, before] of files)
      if (path !== 'index.ts') expect([path, isKept(before, written.get(path) ?? '')]).toEqual([path, true]);
    const handlers = [...written]
      .filter(([path]) => path !== 'index.ts')
      .flatMap(([, text]) => [...text.matchAll(/^export const (\w+): Handler<'\1'>/gm)].map((match) => match[1]));
    for (const { id } of operations) expect([id, handlers.filter((name) => name === id).length]).toEqual([id, 1]);
    const path = pick([...written.keys()].filter((name) => name !== 'index.ts'));
    await project.write(`src/routes/${path}`, editByHand(written.get(path) ?? ''));
    files = await project.files('src/routes');
    operations = changeSpec(operations);
  }
  await project.write('openapi.json', specOf(operations));
  await project.scaffold('openapi.json');
  expect((await project.scaffold('openapi.json', '--check')).exitCode).toBe(0);

  // Type errors stand at the handlers whose operation is gone, and nowhere else.
  const wanted = new Set(operations.map(({ id }) => id));
  const leftOver = [...(await project.files('src/routes'))].flatMap(([path, text]) =>
    text.split('\n').flatMap((line, index) => {
      const name = /^export const (\w+): Handler<'\1'>/.exec(line)?.[1];
      return name === undefined || wanted.has(name) ? [] : [`src/routes/${path}(${index + 1}`];
    }),
  );
  const errors = new Set(
    (await project.typeErrors()).filter((line) => line.includes('TS2344')).map((line) => line.split(',')[0]),
  );
  expect([...errors].sort()).toEqual(leftOver.sort());
}, 600_000);
