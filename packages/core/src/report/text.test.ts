import { expect, test } from 'vitest';
import { renderMarkdown } from './markdown.js';
import type { Report } from './model.js';
import { formatBytes, formatDuration, formatFixed, formatMs } from './number.js';
import { renderText } from './text.js';

const report: Report = {
  blocks: [
    { kind: 'title', text: 'Load Test Results' },
    {
      kind: 'fields',
      fields: [
        { label: 'Target', value: 'http://localhost' },
        { label: 'Duration', value: '30s' },
      ],
    },
    { kind: 'heading', text: 'LATENCY (ms):' },
    {
      kind: 'fields',
      fields: [
        { label: 'Min', value: '12' },
        { label: 'Longest', value: '1,247' },
      ],
    },
    { kind: 'heading', text: 'FINDINGS (2 found):' },
    { kind: 'list', items: [{ text: 'orders.user_id', details: ['12 calls'] }, { text: '*not* <b>markup</b>' }] },
    {
      kind: 'table',
      columns: [{ label: 'name' }, { label: 'n', align: 'right' }],
      rows: [
        ['漢字', '7'],
        ['a|b', '12'],
      ],
    },
    { kind: 'code', language: 'sql', text: 'SELECT 1;\n' },
  ],
};

test('text', () => {
  expect(renderText(report)).toBe(`=== Load Test Results ===
Target:   http://localhost
Duration: 30s

LATENCY (ms):
  Min:     12
  Longest: 1,247

FINDINGS (2 found):
  - orders.user_id
    12 calls
  - *not* <b>markup</b>
  name   n
  漢字   7
  a|b   12
    SELECT 1;
`);
});

test('Markdown, in which text from outside is no markup', () => {
  const markdown = renderMarkdown(report);
  expect(markdown).toContain('# Load Test Results');
  expect(markdown).toContain('- \\*not\\* \\<b\\>markup\\</b\\>');
  expect(markdown).toContain('| a\\|b | 12 |');
  expect(markdown).toContain('```sql\nSELECT 1;\n```');
});

test('numbers', () => {
  expect([0.2144, 3.068, 12.44, 847.2, 1247.4].map(formatMs)).toEqual(['0.214', '3.07', '12.4', '847', '1,247']);
  expect(formatFixed(-1234567.891, 2)).toBe('-1,234,567.89');
  expect(formatFixed(-0.001, 1)).toBe('0.0');
  expect([512, 1536, 5 * 1024 ** 3].map(formatBytes)).toEqual(['512 B', '1.5 KiB', '5.0 GiB']);
  expect([30_000, 120_000, 3_600_000, 850, 1_500].map(formatDuration)).toEqual(['30s', '2m', '1h', '850ms', '1.5s']);
});
