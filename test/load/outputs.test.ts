// What a run leaves in files: each readable by the tools that the format is for.
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type FaultServer, startFaultServer } from './support/fault-server.js';
import { type LoadDocument, runLoad } from './support/run-load.js';

let server: FaultServer;
let folder: string;
let document: LoadDocument;
const file = (name: string): string => join(folder, name);

beforeAll(async () => {
  server = await startFaultServer();
  folder = await mkdtemp(join(tmpdir(), 'api-load-'));
  const outputs = [
    '--html',
    'r.html',
    '--junit',
    'r.xml',
    '--csv',
    'r.csv',
    '--hdr',
    'r.hlog',
    '--prometheus',
    'r.prom',
    '--reporter',
    'json=r.json',
  ];
  const args = [
    `${server.origin}/some-503?<script>alert(1)</script>`,
    '-r',
    '200',
    '-d',
    '2s',
    '--threshold',
    'errors<1%',
    'p99<60s',
    ...outputs,
  ];
  const finished = await runLoad(args, {}, folder);
  expect(finished.exitCode).toBe(1);
  document = JSON.parse(await readFile(file('r.json'), 'utf8')) as LoadDocument;
});
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

test('CSV: its lines add up to the run', async () => {
  const [head = '', ...lines] = (await readFile(file('r.csv'), 'utf8')).trimEnd().split('\r\n');
  const column = (name: string): number =>
    lines.reduce((sum, line) => sum + Number(line.split(',')[head.split(',').indexOf(name)]), 0);
  const requests = document.data?.targets[0]?.requests;
  for (const name of ['sent', 'ok', 'failed', 'unfinished', 'dropped'] as const)
    expect(column(name)).toBe(requests?.[name]);
});

/** What is used of HdrHistogram's own reader. */
type LogReaderClass = new (text: string) => { nextIntervalHistogram(): { readonly totalCount: number } | null };

test('HdrHistogram log: its own reader finds every value', async () => {
  const library = join(import.meta.dirname, '../../packages/load/node_modules/hdr-histogram-js/dist/index.js');
  const { HistogramLogReader } = (await import(library)) as { readonly HistogramLogReader: LogReaderClass };
  const reader = new HistogramLogReader(await readFile(file('r.hlog'), 'utf8'));
  let total = 0;
  for (let histogram = reader.nextIntervalHistogram(); histogram; histogram = reader.nextIntervalHistogram())
    total += histogram.totalCount;
  expect(total).toBe(document.data?.targets[0]?.requests.sent);
});

test('OpenMetrics: counters, a histogram that never falls, the end', async () => {
  const text = await readFile(file('r.prom'), 'utf8');
  expect(text).toMatch(/# EOF\n$/);
  const buckets = [...text.matchAll(/^api_load_latency_seconds_bucket\{.*\} (\d+)$/gm)].map((match) =>
    Number(match[1]),
  );
  expect(buckets.toSorted((a, b) => a - b)).toEqual(buckets);
  expect(buckets.at(-1)).toBe(document.data?.targets[0]?.requests.sent);
  for (const line of text.trimEnd().split('\n'))
    expect(line).toMatch(/^(#.*|[a-z_]+(\{([a-z]+="([^"\\]|\\.)*",?)+\})? [0-9.eE+-]+)$/);
});

test('JUnit: a test case for each check', async () => {
  const text = await readFile(file('r.xml'), 'utf8');
  expect(text).toContain('tests="3" failures="1"');
  expect(text).toContain('name="p99&lt;60s"/>');
});

test('HTML: small, and nothing in it runs or loads', async () => {
  expect((await stat(file('r.html'))).size).toBeLessThan(200_000);
  const html = await readFile(file('r.html'), 'utf8');
  expect(html).not.toMatch(/<script|<img|<link|src=|href=/);
  expect(html).toContain('<svg');
});

const chromium = await promisify(execFile)('chromium', ['--version']).then(
  () => true,
  () => false,
);
if (!chromium) process.stderr.write('test/load/outputs.test.ts: the page is not opened: chromium is not installed\n');

test.runIf(chromium)('HTML: Chromium draws it without a complaint', async () => {
  const flags = ['--headless', '--no-sandbox', '--disable-gpu', '--enable-logging=stderr', '--v=0', '--dump-dom'];
  const { stdout, stderr } = await promisify(execFile)('chromium', [
    ...flags,
    `--user-data-dir=${file('profile')}`,
    `file://${file('r.html')}`,
  ]);
  expect(stdout).toContain('Latency by percentile');
  expect(stderr).not.toMatch(/CONSOLE|Content Security Policy|Refused to/);
});
