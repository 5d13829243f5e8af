// Each of these gives a coded error with place and help, its exit code, and nothing written.
import { chmod, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { createProject, type TestProject } from './support.js';

let project: TestProject;
afterEach(() => project.remove());

const HEAD = 'openapi: 3.1.0\ninfo: { title: T, version: "1" }\n';
const withRef = (reference: string): string =>
  `${HEAD}paths:\n  /a:\n    get:\n      responses:\n        '200':\n          description: ok\n          content:\n            application/json:\n              schema: { $ref: '${reference}' }\n`;

interface BadSpec {
  readonly name: string;
  readonly spec: string;
  readonly code: string;
  readonly place: string;
}

const SPECS: readonly BadSpec[] = [
  { name: 'YAML syntax', spec: `${HEAD}paths:\n  /a: [1, 2\n`, code: 'SCAF101', place: 'spec.yaml:5:1' },
  {
    name: 'YAML indentation',
    spec: `${HEAD}paths:\n  /a:\n    get: x\n   put: y\n`,
    code: 'SCAF101',
    place: 'spec.yaml:6:4',
  },
  { name: 'duplicate key', spec: `${HEAD}paths: {}\npaths: {}\n`, code: 'SCAF101', place: 'spec.yaml:4:1' },
  { name: 'no OpenAPI', spec: 'name: x\n', code: 'SCAF102', place: 'spec.yaml:1:1' },
  { name: 'unknown version', spec: 'openapi: 4.0.0\npaths: {}\n', code: 'SCAF102', place: 'spec.yaml:1:10' },
  { name: 'dangling pointer', spec: withRef('#/components/schemas/Nope'), code: 'SCAF103', place: 'spec.yaml:11:23' },
  { name: 'dangling file', spec: withRef('nope.yaml'), code: 'SCAF103', place: 'spec.yaml:11:23' },
  { name: 'parent folder', spec: withRef('../secret.yaml'), code: 'SCAF104', place: 'spec.yaml:11:23' },
  { name: 'parent folder, encoded', spec: withRef('%2e%2e/secret.yaml'), code: 'SCAF104', place: 'spec.yaml:11:23' },
  { name: 'absolute path', spec: withRef('/etc/passwd'), code: 'SCAF104', place: 'spec.yaml:11:23' },
  { name: 'file URL', spec: withRef('file:///etc/passwd'), code: 'SCAF104', place: 'spec.yaml:11:23' },
  { name: 'symbolic link', spec: withRef('link.yaml'), code: 'SCAF104', place: 'spec.yaml:11:23' },
  { name: 'https', spec: withRef('https://example.com/a.yaml#/A'), code: 'SCAF105', place: 'spec.yaml:11:23' },
  { name: 'protocol-relative URL', spec: withRef('//example.com/a.yaml'), code: 'SCAF105', place: 'spec.yaml:11:23' },
  {
    name: 'circle of references',
    spec: `${withRef('#/components/schemas/A')}components: { schemas: { A: { $ref: '#/components/schemas/A' } } }\n`,
    code: 'SCAF103',
    place: 'spec.yaml:11:23',
  },
  { name: 'alias bomb', spec: bomb(), code: 'SCAF106', place: 'spec.yaml' },
  {
    name: 'deep nesting',
    spec: `${HEAD}paths: ${'['.repeat(5000)}${']'.repeat(5000)}\n`,
    code: 'SCAF106',
    place: 'spec.yaml',
  },
  { name: 'paths that are a list', spec: `${HEAD}paths:\n  - /a\n`, code: 'SCAF107', place: 'spec.yaml:4:3' },
  {
    name: 'security scheme of no known type',
    spec: `${HEAD}paths: {}\ncomponents: { securitySchemes: { lock: { type: magic } } }\n`,
    code: 'SCAF107',
    place: 'spec.yaml:4:40',
  },
];

function bomb(): string {
  const levels = Array.from(
    { length: 12 },
    (_, level) => `x${level + 1}: &x${level + 1} [${Array(9).fill(`*x${level}`).join(', ')}]`,
  );
  return `${HEAD}paths: {}\nx0: &x0 [a]\n${levels.join('\n')}\n`;
}

describe('specs', () => {
  test.each(SPECS)('$name: $code', async ({ spec, code, place }) => {
    project = await createProject({ 'secret.yaml': 'type: string\n', 'api/spec.yaml': spec });
    await project.link('api/link.yaml', join(project.folder, 'secret.yaml'));
    const before = [...(await project.files()).keys()];
    const result = await project.scaffold('api/spec.yaml');
    expect(result.stderr).toContain(`error[${code}]: `);
    expect(result.stderr).toContain(`--> api/${place}\n`);
    expect(result.stderr).toContain('  help: ');
    expect(result.exitCode).toBe(3);
    expect([...(await project.files()).keys()]).toEqual(before);
  });

  const FAULTS = `${HEAD}paths:
  /a:
    get:
      operationId: readA
      parameters: [{ $ref: '#/components/parameters/Nope' }, { name: page, in: query, schema: { $ref: '#/nowhere' } }]
      responses:
        '200': { description: ok, content: { application/json: { schema: { $ref: '../secret.yaml' } } } }
        '404': { $ref: 'https://example.com/answers.yaml' }
  /b:
    get: [1]
    put: { operationId: writeB, responses: { '204': { description: ok } } }
components: { securitySchemes: { lock: { type: magic } }, schemas: { S: { properties: { t: { $ref: '#/nowhere' } } } } }
`;
  const PLACES = [
    'SCAF103 7:20',
    'SCAF103 7:95',
    'SCAF104 9:74',
    'SCAF105 10:16',
    'SCAF107 12:10',
    'SCAF107 14:40',
    'SCAF103 14:92',
  ];

  test('all faults at once, each with its place', async () => {
    project = await createProject({ 'spec.yaml': FAULTS });
    const { stderr, exitCode } = await project.scaffold('spec.yaml');
    const told = [...stderr.matchAll(/error\[(\w+)\].*\n {2}--> spec\.yaml:(\S+)/g)].map(
      ([, code, at]) => `${code} ${at}`,
    );
    expect(told.toSorted()).toEqual(PLACES.toSorted());
    expect(exitCode).toBe(3);
    expect([...(await project.files('.')).keys()]).not.toContain('src/routes/index.ts');
  });

  test('--lenient leaves them out, says so, and generates the rest', async () => {
    project = await createProject({ 'spec.yaml': FAULTS });
    const { stderr, stdout, exitCode } = await project.scaffold('spec.yaml', '--lenient');
    expect(exitCode).toBe(0);
    expect(stderr.match(/warning\[SCAF10\d\]/g)).toHaveLength(PLACES.length);
    expect(stdout).toContain('- GET /a (readA)\n- PUT /b (writeB)\n');
    expect(await project.typeErrors()).toEqual([]);
  });

  test('a hundred faults are enough', async () => {
    const parameters = Array.from({ length: 500 }, (_, at) => ({ $ref: `#/nope/${at}` }));
    const spec = { openapi: '3.1.0', info: { title: 'T', version: '1' }, paths: { '/a': { get: { parameters } } } };
    project = await createProject({ 'spec.json': JSON.stringify(spec) });
    const { stderr, exitCode } = await project.scaffold('spec.json');
    expect(exitCode).toBe(3);
    expect(stderr.match(/error\[SCAF103\]/g)).toHaveLength(101);
  });

  test('no such file', async () => {
    project = await createProject();
    const result = await project.scaffold('nope.yaml');
    expect(result).toMatchObject({ exitCode: 3, stderr: expect.stringContaining('error[CORE101]') });
  });
});

const GOOD = `${HEAD}paths: { /a: { get: { operationId: a, responses: { '200': { description: ok } } } } }\n`;

describe('output', () => {
  test('a folder that is a symbolic link out of the project', async () => {
    project = await createProject({ 'spec.yaml': GOOD, 'app/package.json': '{}' });
    await mkdir(join(project.folder, 'elsewhere'));
    await mkdir(join(project.folder, 'app/src'));
    await project.link('app/src/routes', join(project.folder, 'elsewhere'));
    const result = await project.scaffold('spec.yaml', '--output', 'app/src/routes/');
    expect(result).toMatchObject({ exitCode: 5, stderr: expect.stringContaining('error[CORE103]') });
    expect([...(await project.files('elsewhere')).keys()]).toEqual([]);
    expect([...(await project.files('app')).keys()]).toEqual(['package.json']);
  });

  test('a folder above it that is one', async () => {
    project = await createProject({ 'spec.yaml': GOOD, 'app/package.json': '{}' });
    await mkdir(join(project.folder, 'elsewhere'));
    await project.link('app/src', join(project.folder, 'elsewhere'));
    const result = await project.scaffold('spec.yaml', '--output', 'app/src/routes/');
    expect(result).toMatchObject({ exitCode: 5, stderr: expect.stringContaining('error[CORE103]') });
    expect([...(await project.files('elsewhere')).keys()]).toEqual([]);
  });

  test('a folder that cannot be written', async () => {
    project = await createProject({ 'spec.yaml': GOOD, 'src/routes': 'a file, where a folder must be' });
    expect(await project.scaffold('spec.yaml')).toMatchObject({
      exitCode: expect.toSatisfy((code: number) => code === 74 || code === 3),
      stderr: expect.stringContaining('help: '),
    });
    expect(await project.read('src/routes')).toBe('a file, where a folder must be');
  });

  test('a read-only folder', async () => {
    project = await createProject({ 'spec.yaml': GOOD, 'src/keep.txt': '' });
    await chmod(join(project.folder, 'src'), 0o555);
    const result = await project.scaffold('spec.yaml');
    await chmod(join(project.folder, 'src'), 0o755);
    // Root may write anywhere.
    const isRoot = process.getuid?.() === 0;
    expect(result.exitCode).toBe(isRoot ? 0 : 74);
    if (!isRoot) expect([...(await project.files('src')).keys()]).toEqual(['keep.txt']);
  });
});

describe('documents made to exhaust are read in little time', () => {
  type Schemas = Readonly<Record<string, unknown>>;
  const chain = (length: number, next: (below: string) => unknown): Schemas =>
    Object.fromEntries(
      Array.from({ length }, (_, index) => [
        `A${index}`,
        index === 0 ? { type: 'object', properties: { a: {} } } : next(`#/components/schemas/A${index - 1}`),
      ]),
    );
  const cases: readonly { readonly name: string; readonly schemas: Schemas }[] = [
    {
      name: 'ten references in each of 200 schemas',
      schemas: chain(200, ($ref) => ({
        type: 'object',
        properties: Object.fromEntries(Array.from({ length: 10 }, (_, at) => [`p${at}`, { $ref }])),
      })),
    },
    {
      name: 'allOf of twice the same, 40 deep',
      schemas: chain(40, ($ref) => ({ allOf: [{ $ref }, { $ref }], unevaluatedProperties: false })),
    },
    { name: 'anyOf of twice the same, 60 deep', schemas: chain(60, ($ref) => ({ anyOf: [{ $ref }, { $ref }] })) },
    { name: 'a chain of 10,000 references', schemas: chain(10_000, ($ref) => ({ type: 'array', items: { $ref } })) },
  ];

  test.each(cases)('$name', async ({ schemas }) => {
    project = await createProject({
      'openapi.json': JSON.stringify({
        openapi: '3.1.0',
        info: { title: 'T', version: '1' },
        paths: {},
        components: { schemas },
      }),
    });
    const before = process.cpuUsage();
    expect(await project.scaffold('openapi.json')).toMatchObject({ exitCode: 0 });
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1e6).toBeLessThan(5);
  });

  test('unevaluated members beside alternatives without end are refused', async () => {
    const schemas = chain(40, ($ref) => ({ anyOf: [{ $ref }, { $ref }], unevaluatedProperties: false }));
    project = await createProject({
      'openapi.json': JSON.stringify({
        openapi: '3.1.0',
        info: { title: 'T', version: '1' },
        paths: {},
        components: { schemas },
      }),
    });
    expect(await project.scaffold('openapi.json')).toMatchObject({
      exitCode: 3,
      stderr: expect.stringContaining('error[SCAF106]'),
    });
  });
});

test('a pattern that a text can make slow is named with the text, unless its maxLength keeps such texts away', async () => {
  const property = (name: string, rest: string): string => `            ${name}: { type: string, ${rest} }\n`;
  project = await createProject({
    'spec.yaml': `${HEAD}paths:
  /a:
    post:
      requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/A' } } } }
      responses: { '200': { description: ok } }
components:
  schemas:
    A:
      type: object
      properties:
${[
  property('slow', "pattern: '^(a+)+$'"),
  property('short', "pattern: '^(a+)+$', maxLength: 12"),
  property('trimmed', "maxLength: 200, pattern: '\\s+$'"),
  property('quick', "pattern: '^a+$'"),
].join('')}      patternProperties: { '^(b*)*$': true }
`,
  });
  const { stderr, exitCode } = await project.scaffold('spec.yaml');
  expect(exitCode).toBe(0);
  expect(stderr.match(/SCAF410/g)).toHaveLength(2);
  expect(stderr).toContain(`grows exponentially, for example on "a" + "a".repeat(40) + "0"`);
  expect(stderr).toMatch(/spec\.yaml:13:\d+/);
});
