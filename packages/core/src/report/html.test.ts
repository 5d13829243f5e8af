import { describe, expect, test } from 'vitest';
import { renderHtml } from './html.js';
import { renderJunit } from './junit.js';
import type { Block } from './model.js';
import { renderPlot } from './svg.js';

const HOSTILE = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' onload='alert(1)",
  '</style><svg onload=alert(1)>',
  'javascript:alert(1)',
  '\u202e\u0000\u001b[31m',
  ']]>&lt;',
];

const page = { title: 'T', footer: 'F' };

function everywhere(text: string): readonly Block[] {
  const series = [
    {
      name: text,
      style: 'line' as const,
      points: [
        [0, 1],
        [1, 2],
      ] as const,
    },
    {
      name: text,
      style: 'bars' as const,
      points: [
        [0, 1],
        [1, 2],
      ] as const,
    },
  ];
  const axis = { label: text, scale: 'linear' as const };
  return [
    { kind: 'title', text },
    { kind: 'heading', text },
    { kind: 'paragraph', text, tone: 'bad' },
    { kind: 'fields', fields: [{ label: text, value: text }] },
    { kind: 'list', items: [{ text, details: [text] }] },
    { kind: 'table', columns: [{ label: text, align: 'right' }], rows: [[text]] },
    { kind: 'code', language: 'text', text },
    { kind: 'plot', plot: { title: text, x: { ...axis, tickLabels: [[0, text]] }, y: axis, series } },
    { kind: 'heat-map', map: { title: text, x: axis, y: axis, cells: [{ x0: 0, x1: 1, y0: 0, y1: 1, weight: 1 }] } },
  ];
}

describe('a page', () => {
  test.each(HOSTILE)('holds %j as text only', (text) => {
    const tags = (html: string): readonly string[] =>
      html.match(/<[^>]*>/g)?.map((tag) => tag.replace(/"[^"]*"/g, '""')) ?? [];
    const hostile = renderHtml({ blocks: everywhere(text) }, { title: text, footer: text });
    const harmless = renderHtml({ blocks: everywhere('harmless') }, { title: 'harmless', footer: 'harmless' });
    expect(tags(hostile)).toEqual(tags(harmless));
    expect(hostile).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u202e]/);
  });

  test('loads nothing and runs nothing', () => {
    const html = renderHtml({ blocks: everywhere('x') }, page);
    expect(html).not.toMatch(/<script|<link|<img|src=|href=|url\(|style="/);
    expect(html).toContain("default-src 'none'");
  });

  test('leaves out a plot that has nothing to show', () => {
    const axis = { label: '', scale: 'linear' } as const;
    expect(
      renderPlot({ title: '', x: axis, y: axis, series: [{ name: '', style: 'line', points: [[0, Number.NaN]] }] }),
    ).toBe('');
  });
});

describe('a plot', () => {
  const path = (scale: 'linear' | 'log', points: readonly (readonly [number, number])[]): string => {
    const svg = renderPlot({
      title: 't',
      x: { label: 'x', scale: 'linear' },
      y: { label: 'y', scale },
      series: [{ name: 's', style: 'line', points }],
    });
    return / class="s0" d="([^"]*)"/.exec(svg)?.[1] ?? '';
  };

  test('puts points where they belong', () => {
    expect(
      path('linear', [
        [0, 0],
        [10, 100],
      ]),
    ).toBe('M64 210L708 10');
    expect(
      path('log', [
        [0, 1],
        [5, 10],
        [10, 100],
      ]),
    ).toBe('M64 210L386 110L708 10');
  });

  test('keeps the peak of many points', () => {
    const points = Array.from({ length: 10_000 }, (_, x): [number, number] => [x, x === 4_321 ? 1_000 : 1]);
    expect(path('linear', points)).toContain(' 10L');
    expect(path('linear', points).length).toBeLessThan(10_000);
  });
});

test('JUnit lists checks, and errors that are no check', () => {
  const checks = [
    { name: 'p99<200', ok: true, code: 'LOAD301', detail: '' },
    { name: 'errors<1%', ok: false, code: 'LOAD301', detail: 'was 3 % <&>' },
  ];
  const xml = renderJunit(
    'api-load',
    checks,
    [{ code: 'LOAD304', severity: 'error', message: 'nothing "succeeded"' }],
    1.5,
  );
  expect(xml).toContain('<testsuite name="api-load" tests="3" failures="2" time="1.500">');
  expect(xml).toContain('message="was 3 % &lt;&amp;&gt;"');
  expect(xml).toContain('message="nothing &quot;succeeded&quot;"');
  expect(renderJunit('x', [], [], 0)).toContain('tests="1" failures="0"');
});

test('bars and trees: text stays text, the longest bar is whole, what weighs most is strongest', () => {
  const page = renderHtml(
    {
      blocks: [
        {
          kind: 'bars',
          title: 'Sizes',
          bars: [
            { label: '<b>a', value: 4, text: '4 MiB' },
            { label: 'b', value: 1, text: '1 MiB' },
          ],
        },
        {
          kind: 'tree',
          title: 'Plan',
          root: {
            text: 'Sort',
            details: [],
            share: 0.1,
            children: [{ text: '<i>Scan', details: ['x < 1'], share: 0.9, children: [] }],
          },
        },
      ],
    },
    { title: 't', footer: 'f' },
  );
  expect(page).toContain('<td>&lt;b&gt;a</td><td class="r">4 MiB</td>');
  expect(page).toMatch(/width="100" height="6"[\s\S]*width="25" height="6"/);
  expect(page).toContain(
    '<li><b class="w1">Sort</b><ul><li><b class="w8">&lt;i&gt;Scan</b><small>x &lt; 1</small></li></ul></li>',
  );
});
