import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { Interrupted, OutputError } from '../env/env.js';
import { type MemoryEnvOptions, memoryEnv } from '../env/memory-env.js';
import { coreError } from '../errors/tool-error.js';
import { duration, list, wholeNumber } from '../tool/schemas.js';
import type { ToolContext, ToolSpec } from '../tool/tool.js';
import { runCli } from './run-cli.js';

const settings = z.object({
  count: wholeNumber(1, 100).optional(),
  wait: duration.optional(),
  tag: list.optional(),
  framework: z.enum(['express', 'koa']).optional(),
  secretKey: z.string().optional(),
  keepalive: z.boolean().optional(),
  limit: list.optional(),
});
type Settings = z.infer<typeof settings>;

function toolThat(
  run: (context: ToolContext<Settings>) => Promise<{ exitCode?: 0 | 1; data?: unknown }>,
): ToolSpec<never> {
  const option = (flags: string, more: object = {}) => ({
    flags,
    description: `sets ${flags}`,
    example: `api-load ${flags}`,
    group: 'Test:',
    ...more,
  });
  const tool: ToolSpec<Settings> = {
    name: 'api-load',
    version: '1.2.3',
    summary: 'a tool for tests',
    section: 'load',
    arguments: [{ syntax: '<url>', description: 'the url' }],
    options: [
      option('-c, --count <n>', { default: 7 }),
      option('--wait <duration>'),
      option('--tag <name>', { repeatable: true }),
      option('--framework <name>', { choices: ['express', 'koa'] }),
      option('--secret-key <key>', { secret: true }),
      option('--no-keepalive'),
      option('--limit <expression>', { takesMany: (word: string) => /[<>]/.test(word) }),
      option('--margin <share>', { goesWith: ['limit', 'tag'], notWith: ['framework'] }),
    ],
    examples: [{ command: 'api-load http://localhost', description: 'the simplest' }],
    reporters: ['pretty', 'json', 'markdown', 'github', 'html', 'junit', 'sarif'],
    wordsOfOthers: { stop: '--wait' },
    load: async () => ({
      codes: { LOAD001: { title: 'a finding', explanation: 'Of the tests.', exitCode: 1 } },
      settings,
      data: async () => z.object({ seen: z.unknown() }),
      run: async (context) => ({
        exitCode: 0,
        data: null,
        report: { blocks: [{ kind: 'paragraph', text: 'the report' }] },
        ...(await run(context)),
      }),
    }),
  };
  return tool as unknown as ToolSpec<never>;
}

const echo = toolThat(async (context) => ({ data: { seen: context.settings, arguments: context.arguments } }));

async function run(
  argv: readonly string[],
  options: MemoryEnvOptions = {},
  tool = echo,
): Promise<{
  code: number;
  stdout: string;
  stderr: string;
  json: () => { data: { seen: Settings; arguments: string[] } } & Record<string, unknown>;
}> {
  const env = memoryEnv({ ...options, argv });
  const code = await runCli(tool, env);
  return { code, ...env.output, json: () => JSON.parse(env.output.stdout) };
}

describe('the command line', () => {
  test('settings are read, typed and defaulted', async () => {
    const { code, json } = await run([
      'http://x',
      '--wait',
      '2m',
      '--tag',
      'a',
      '--tag',
      'b',
      '--no-keepalive',
      '--json',
    ]);
    expect(code).toBe(0);
    expect(json().data).toEqual({
      seen: { count: 7, wait: 120_000, tag: ['a', 'b'], keepalive: false },
      arguments: ['http://x'],
    });
  });

  test('a flag that takes many words leaves the argument behind it alone', async () => {
    const { json } = await run(['--limit', 'p99<200', 'rps>5', 'http://x', '--limit', 'a<1', '--json']);
    expect(json().data).toMatchObject({ seen: { limit: ['p99<200', 'rps>5', 'a<1'] }, arguments: ['http://x'] });
  });

  test('a flag beside one that gives it a meaning, and one that waits in the configuration', async () => {
    expect(await run(['http://x', '--margin', '2%', '--tag', 'a'])).toMatchObject({ code: 0 });
    expect(await run(['http://x'], { variables: { API_LOAD_MARGIN: '2%' } })).toMatchObject({ code: 0 });
  });

  test.each([
    [['http://x', '--cuont', '3'], 'CORE001', 'did you mean --count?'],
    [['http://x', '--count'], 'CORE001', 'argument missing'],
    [['http://x', '--wait', '--no-keepalive'], 'CORE001', 'argument missing: --no-keepalive is a flag'],
    [['http://x', 'y', 'stop'], 'CORE001', 'did you mean --wait?'],
    [['--count', '3'], 'CORE001', 'missing argument <url>'],
    [['--json=yes', 'http://x'], 'CORE001', ''],
    [['a', 'b', 'c'], 'CORE001', 'too many arguments'],
    [['http://x', '--count', 'many'], 'CORE002', 'must be a whole number from 1 to 100, got "many" (from --count)'],
    [['http://x', '--wait', 'soon'], 'CORE002', 'must be a duration such as'],
    [['http://x', '--framework', 'hapi'], 'CORE002', 'framework'],
    [['http://x', '--margin', '2%'], 'CORE001', '--margin has no meaning without --limit or --tag'],
    [
      ['http://x', '--margin', '2%', '--tag', 'a', '--framework', 'koa'],
      'CORE001',
      '--margin cannot be used with --framework',
    ],
    [['http://x', '--reporter', 'xml'], 'CORE001', 'the reporters of api-load are'],
    [['http://x', '--explain', 'LOAD002'], 'CORE004', 'did you mean LOAD001?'],
  ])('%j is refused with %s', async (argv, code, words) => {
    const result = await run(argv);
    expect(result).toMatchObject({ code: 2, stdout: '' });
    expect(result.stderr).toContain(`error[${code}]`);
    expect(result.stderr).toContain(words);
    expect(result.stderr).toContain('help: ');
  });

  test('help, version, topics, codes, schema and completion', async () => {
    expect((await run(['--help'])).stdout).toMatch(/Usage: api-load[\s\S]*--count <n>[\s\S]*example: api-load/);
    expect((await run(['http://x', '--count', '--help'])).stdout).toMatch(/^Usage: api-load/);
    expect((await run(['--version'])).stdout).toBe('1.2.3\n');
    expect((await run(['help', 'exit-codes'])).stdout).toContain(' 130  interrupted');
    expect((await run(['help', 'environment'])).stdout).toContain('API_LOAD_SECRET_KEY');
    expect((await run(['--explain', 'load001'])).stdout).toContain('LOAD001: a finding');
    expect(JSON.parse((await run(['--json-schema'])).stdout)).toMatchObject({
      type: 'object',
      properties: { data: {} },
    });
    for (const shell of ['bash', 'zsh', 'fish']) expect((await run(['complete', shell])).stdout).toMatch(/framework/);
    expect(await run([])).toMatchObject({ code: 2, stdout: '' });
  });
});

describe('configuration', () => {
  async function folder(files: Record<string, string>): Promise<string> {
    const cwd = await mkdtemp(join(tmpdir(), 'config-'));
    for (const [name, text] of Object.entries(files)) await writeFile(join(cwd, name), text);
    return cwd;
  }

  test('flags over environment over file over defaults, and --print-config says so', async () => {
    const cwd = await folder({
      'backend.config.yaml': 'load:\n  count: 3\n  wait: 5s\n  tag: [a]\n  secretKey: hush-hush\n',
    });
    const variables = { API_LOAD_WAIT: '7s' };
    const { json } = await run(['http://x', '--tag', 'b', '--json'], { cwd, variables });
    expect(json().data.seen).toEqual({ count: 3, wait: 7_000, tag: ['b'], secretKey: '***' });
    const { stdout } = await run(['http://x', '--print-config'], { cwd, variables });
    expect(stdout).toMatch(/count +3 +.*backend\.config\.yaml: load\.count/);
    expect(stdout).toMatch(/wait +7s +API_LOAD_WAIT/);
    expect(stdout).not.toContain('hush');
  });

  test.each([
    ['backend.config.json', '{ "load": { "count": 3, } }', 'CORE003', 'backend.config.json:1:25'],
    ['backend.config.yaml', 'load:\n  count: [1\n', 'CORE003', 'backend.config.yaml:3'],
    ['backend.config.yaml', 'lod:\n  count: 1\n', 'CORE003', 'did you mean "load"?'],
    ['backend.config.yaml', 'load:\n  cuont: 1\n', 'CORE002', 'did you mean load.count?'],
    ['backend.config.yaml', 'load:\n  count: 1000\n', 'CORE002', 'backend.config.yaml: load.count'],
    ['backend.config.mjs', 'export default {', 'CORE003', 'backend.config.mjs'],
  ])('%s that holds %j is refused with %s', async (name, text, code, words) => {
    const result = await run(['http://x'], { cwd: await folder({ [name]: text }) });
    expect(result.code).toBe(2);
    expect(result.stderr).toContain(code);
    expect(result.stderr).toContain(words);
  });

  test('a module', async () => {
    const cwd = await folder({ 'backend.config.mjs': 'export default { load: { count: 9 } };' });
    expect((await run(['http://x', '--json'], { cwd })).json().data.seen).toMatchObject({ count: 9 });
  });

  test('a file that is named and not there', async () => {
    expect(await run(['http://x', '--config', 'nope.yaml'])).toMatchObject({
      code: 3,
      stderr: expect.stringContaining('CORE101'),
    });
  });
});

describe('how a run ends', () => {
  test('a known error: its code, its help, no stack; with --json the document too', async () => {
    const tool = toolThat(async () => {
      throw coreError('CORE202', {
        message: 'no Postgres at postgresql://u:hunter2@db',
        help: 'start it',
        at: { file: 'a.sql', line: 2, column: 3, sourceLine: '  oops' },
      });
    });
    const result = await run(['http://x', '--json'], {}, tool);
    expect(result.code).toBe(4);
    expect(result.stderr).toBe(
      'error[CORE202]: no Postgres at postgresql://u:***@db\n  --> a.sql:2:3\n    |\n  2 |   oops\n    |   ^\n  help: start it\n',
    );
    expect(result.json()).toMatchObject({
      ok: false,
      exitCode: 4,
      data: null,
      diagnostics: [{ code: 'CORE202', location: { file: 'a.sql', line: 2, column: 3 }, hint: 'start it' }],
    });
  });

  test('an unknown error is a bug, exit 70; the stack only with --debug', async () => {
    const tool = toolThat(async () => {
      throw new TypeError('x is not a function');
    });
    const quiet = await run(['http://x'], {}, tool);
    expect(quiet).toMatchObject({
      code: 70,
      stderr: expect.stringContaining('error[CORE900]: TypeError: x is not a function'),
    });
    expect(quiet.stderr).not.toContain('run-cli.test');
    expect((await run(['http://x', '--debug'], {}, tool)).stderr).toContain('run-cli.test');
  });

  test('a failed check is exit 1 and still prints the report', async () => {
    const result = await run(
      ['http://x'],
      {},
      toolThat(async () => ({ exitCode: 1 })),
    );
    expect(result).toMatchObject({ code: 1, stdout: 'the report\n' });
  });

  test('an interruption is 130 or 143, with what was done', async () => {
    for (const [name, code] of [
      ['SIGINT', 130],
      ['SIGTERM', 143],
    ] as const) {
      const signal = AbortSignal.abort(new Interrupted(name));
      expect(await run(['http://x'], { signal })).toMatchObject({ code, stdout: 'the report\n' });
    }
  });

  test('a closed reader is no failure, a full disk is 74', async () => {
    for (const [closed, code] of [
      [true, 0],
      [false, 74],
    ] as const) {
      const env = memoryEnv({ argv: ['http://x'] });
      const broken = {
        ...env,
        stdout: { ...env.stdout, write: () => Promise.reject(new OutputError(closed, new Error('no space'))) },
      };
      expect(await runCli(echo, broken)).toBe(code);
    }
  });

  test('annotations are added in GitHub Actions', async () => {
    const tool = toolThat(async () => {
      throw coreError('CORE101', { message: 'no such file: a\n::evil::', at: { file: 'a,b:c' } });
    });
    const { stderr } = await run(['http://x'], { variables: { GITHUB_ACTIONS: 'true' } }, tool);
    expect(stderr).toContain('::error file=a%2Cb%3Ac,title=CORE101::no such file: a%0A::evil::');
  });

  test('two renderings share stdout only if neither is JSON', async () => {
    expect(await run(['http://x', '--json', '--reporter', 'markdown'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('shares stdout'),
    });
    const cwd = await mkdtemp(join(tmpdir(), 'report-'));
    expect(await run(['http://x', '--reporter', 'json=r.json'], { cwd })).toMatchObject({
      code: 0,
      stdout: 'the report\n',
    });
  });

  describe('a run that ends in an error', () => {
    const failing = toolThat(async () => {
      throw coreError('CORE101', { message: 'no such file: a', help: 'look again', at: { file: 'a', line: 3 } });
    });
    const reports = ['json=r.json', 'sarif=r.sarif', 'junit=r.xml', 'markdown=r.md', 'html=r.html'].flatMap(
      (target) => ['--reporter', target],
    );

    test('stands in every report that was asked for', async () => {
      const cwd = await mkdtemp(join(tmpdir(), 'failure-'));
      const read = (name: string): Promise<string> => readFile(join(cwd, name), 'utf8');
      const { code, stdout, stderr } = await run(['http://x', ...reports], { cwd }, failing);
      expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
      expect(stderr).toContain('no such file: a');
      const document = JSON.parse(await read('r.json')) as Record<string, unknown>;
      expect(document).toMatchObject({ ok: false, exitCode: 3, data: null, diagnostics: [{ code: 'CORE101' }] });
      const sarif = JSON.parse(await read('r.sarif')) as { runs: unknown[] };
      expect(sarif.runs[0]).toMatchObject({
        invocations: [{ executionSuccessful: false, exitCode: 3 }],
        results: [{ ruleId: 'CORE101', level: 'error' }],
      });
      expect(await read('r.xml')).toMatch(/tests="1" failures="1"[\s\S]*type="CORE101"/);
      expect(await read('r.md')).toContain('no such file: a (a:3). look again');
      expect(await read('r.html')).toContain('error[CORE101]');
    });

    test('a wrong setting does, too; and the file of an earlier run does not stay', async () => {
      const cwd = await mkdtemp(join(tmpdir(), 'failure-'));
      await run(['http://x', '--reporter', 'json=r.json'], { cwd });
      const { code } = await run(['http://x', '--count', 'many', '--reporter', 'json=r.json'], { cwd });
      const document = JSON.parse(await readFile(join(cwd, 'r.json'), 'utf8')) as Record<string, unknown>;
      expect(code).toBe(2);
      expect(document).toMatchObject({ ok: false, exitCode: 2, diagnostics: [{ code: 'CORE002' }] });
    });

    test('a report that cannot be written is one more error, once, and the document is still alone on stdout', async () => {
      const argv = ['http://x', '--json', '--reporter', 'markdown=/dev/null/r.md'];
      for (const tool of [failing, echo]) {
        const { code, stdout, stderr } = await run(argv, {}, tool);
        expect(code).toBe(tool === failing ? 3 : 74);
        expect(JSON.parse(stdout)).toMatchObject({ ok: false, exitCode: code, data: null });
        expect(stderr.match(/r\.md/g)).toHaveLength(1);
      }
    });
  });
});
