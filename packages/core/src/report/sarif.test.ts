import { expect, test } from 'vitest';
import type { Diagnostic } from '../errors/diagnostic.js';
import { renderSarif } from './sarif.js';

const CODES = {
  MIG302: { title: 'table is rewritten', explanation: 'Every row is written anew.', exitCode: 1 },
} as const;

function sarif(diagnostics: readonly Diagnostic[], exitCode = 0) {
  const about = { tool: { name: 'db-migrate', version: '1.2.3' }, codes: CODES, exitCode, startedAt: new Date(0) };
  const document = JSON.parse(renderSarif(diagnostics, about, (text) => text.replaceAll('s3cret', '***')));
  return { document, run: document.runs[0] };
}

test('a finding with its place, its rule and what to do', () => {
  const at = { file: 'db/migrations/a b.sql', line: 3, column: 5, sourceLine: 'ALTER TABLE t' };
  const { document, run } = sarif([
    { code: 'MIG302', severity: 'warning', message: 't is rewritten', at, help: 'do it in steps' },
  ]);
  expect(document).toMatchObject({ $schema: expect.stringContaining('sarif-2.1.0'), version: '2.1.0' });
  expect(run.tool.driver).toEqual({
    name: 'db-migrate',
    version: '1.2.3',
    rules: [
      {
        id: 'MIG302',
        shortDescription: { text: 'table is rewritten' },
        fullDescription: { text: 'Every row is written anew.' },
      },
    ],
  });
  expect(run.results).toEqual([
    {
      ruleId: 'MIG302',
      ruleIndex: 0,
      level: 'warning',
      message: { text: 't is rewritten\ndo it in steps' },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: 'db/migrations/a%20b.sql', uriBaseId: '%SRCROOT%' },
            region: { startLine: 3, startColumn: 5, snippet: { text: 'ALTER TABLE t' } },
          },
        },
      ],
    },
  ]);
});

test('no finding is a run with no result; exit 1 is a run that worked, exit 4 one that did not', () => {
  expect(sarif([]).run).toMatchObject({ results: [], invocations: [{ executionSuccessful: true }] });
  expect(sarif([], 1).run.invocations[0]).toMatchObject({ executionSuccessful: true, exitCode: 1 });
  expect(sarif([], 4).run.invocations[0]).toMatchObject({ executionSuccessful: false, exitCode: 4 });
});

test('a rule of its own for each code, a level for each severity, and no place where there is none', () => {
  const { run } = sarif([
    { code: 'X2', severity: 'error', message: 'b' },
    { code: 'X1', severity: 'info', message: 'a' },
    { code: 'X2', severity: 'error', message: 'c' },
  ]);
  expect(run.tool.driver.rules).toEqual([{ id: 'X1' }, { id: 'X2' }]);
  expect(run.results.map((one: { ruleIndex: number; level: string }) => [one.ruleIndex, one.level])).toEqual([
    [1, 'error'],
    [0, 'note'],
    [1, 'error'],
  ]);
  expect(run.results[0]).not.toHaveProperty('locations');
});

test.each([
  ['/srv/app/x.sql', 'file:///srv/app/x.sql'],
  ['C:\\app\\x#1.sql', 'file:///C:/app/x%231.sql'],
  ['./a?.sql', './a%3F.sql'],
])('%s is written as %s', (file, uri) => {
  const { run } = sarif([{ code: 'X', severity: 'error', message: 'm', at: { file } }]);
  expect(run.results[0].locations[0].physicalLocation.artifactLocation.uri).toBe(uri);
});

test('secrets are masked, and text that is no Unicode is made so', () => {
  const { run } = sarif([{ code: 'X', severity: 'error', message: 's3cret \ud800' }]);
  expect(run.results[0].message.text).toBe('*** \ufffd');
});
