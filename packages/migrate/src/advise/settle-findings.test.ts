import { expect, test } from 'vitest';
import type { Finding } from '../analyze/finding.js';
import type { CandidateIndex } from '../candidates/candidate.js';
import type { Advice } from './advise.js';
import { settleFindings } from './settle-findings.js';
import type { Suggestion } from './suggestion.js';

const table = { schema: 'public', name: 'comments' };
const on = (...columns: readonly string[]): CandidateIndex => ({ table, columns });

const finding = (index: CandidateIndex, statements: readonly string[], code: Finding['code'] = 'MIG502'): Finding => ({
  code,
  severity: 'medium',
  object: 'public.comments',
  columns: index.columns,
  index,
  summary: `no index begins with ${index.columns.join(', ')}`,
  evidence: { calls: 10, meanMs: 4, totalMs: 40, measured: true, statements, notes: [] },
  ddl: `CREATE INDEX ON comments (${index.columns.join(', ')})`,
  rollback: null,
});

const chosen = (index: CandidateIndex, ...serves: readonly string[]): Suggestion => ({
  index,
  ddl: '',
  rollback: '',
  serves,
  measuredMs: 4,
  costBefore: 2,
  costAfter: 1,
  estimatedBytes: 8192,
  reason: '',
  trial: null,
});

const advice = (...suggestions: readonly Suggestion[]): Advice => ({ basis: 'hypopg', suggestions, rejected: [] });
const columnsOf = (findings: readonly Finding[]): readonly (readonly string[])[] =>
  findings.map(({ columns }) => columns);

test('a finding names the index that was chosen for its statement', () => {
  const [one] = settleFindings([finding(on('post_id', 'deleted_at'), ['1'])], advice(chosen(on('post_id'), '1')));
  expect(one).toMatchObject({ columns: ['post_id'], summary: 'no index begins with post_id' });
  expect(one?.ddl).toContain('(post_id)');
});

test('an index that begins as the finding says leaves it as it is', () => {
  const findings = [finding(on('post_id'), ['1'])];
  expect(settleFindings(findings, advice(chosen(on('post_id', 'at'), '1')))).toEqual(findings);
});

test('findings that one index serves are one, with the time of both', () => {
  const findings = [finding(on('a', 'b'), ['1']), finding(on('a', 'c'), ['2', '3'])];
  const settled = settleFindings(findings, advice(chosen(on('a'), '1', '2', '3')));
  expect(columnsOf(settled)).toEqual([['a']]);
  expect(settled[0]?.evidence).toMatchObject({ calls: 20, totalMs: 80, meanMs: 4, statements: ['1', '2', '3'] });
});

test('where nothing was chosen the finding stays and offers nothing', () => {
  const [one] = settleFindings([finding(on('a'), ['1'])], advice(chosen(on('b'), '2')));
  expect(one).toMatchObject({ columns: ['a'], ddl: null });
  expect(one?.evidence.notes[0]).toContain('no index was chosen');
});

test('foreign keys, and findings that are the advice themselves, stay', () => {
  const keys = [finding(on('a', 'b'), ['1'], 'MIG501'), finding(on('a', 'c'), ['1'], 'MIG501')];
  expect(settleFindings(keys, advice(chosen(on('a'), '1')))).toEqual(keys);
  const plain = [finding(on('a', 'b'), ['1'])];
  expect(settleFindings(plain, { ...advice(chosen(on('a'), '1')), basis: 'plans' })).toEqual(plain);
});
