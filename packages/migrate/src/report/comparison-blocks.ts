import type { Block, Item } from '@senior-backend/core/report/model';
import { formatCount, formatMs } from '@senior-backend/core/report/number';
import { ANALYZE_CODES } from '../analyze/codes.js';
import type { ChangedStatement, Comparison, FindingRef } from './compare-analyses.js';

/** What was gained, what is new, and what got slower since an earlier analysis. */
export function comparisonBlocks({ since, resolved, added, statements }: Comparison): readonly Block[] {
  const faster = statements.filter(({ savedMs }) => savedMs > 0);
  const slower = statements.filter(({ savedMs }) => savedMs < 0);
  const saved = faster.reduce((sum, one) => sum + one.savedMs, 0);
  const gained: Block[] = [
    { kind: 'heading', text: `GAINED SINCE ${since}:` },
    faster.length === 0
      ? { kind: 'paragraph', text: 'no statement that ran since got faster by a fifth or more', tone: 'muted' }
      : { kind: 'list', items: faster.map((one) => changeItem(one, 'good')) },
  ];
  if (faster.length > 0) gained.push({ kind: 'paragraph', text: `${formatMs(saved)} ms of server time saved since` });
  return [
    ...gained,
    ...section('NO LONGER FOUND', resolved.map(refItem)),
    ...section('NEW', added.map(refItem)),
    ...section(
      'SLOWER',
      slower.map((one) => changeItem(one, 'warning')),
    ),
  ];
}

function section(title: string, items: readonly Item[]): readonly Block[] {
  return items.length === 0
    ? []
    : [
        { kind: 'heading', text: `${title} (${items.length}):` },
        { kind: 'list', items },
      ];
}

function changeItem({ sql, calls, beforeMs, afterMs }: ChangedStatement, tone: Item['tone'] & string): Item {
  return {
    text: `${formatMs(beforeMs)} ms → ${formatMs(afterMs)} ms a call, ${formatCount(calls)} calls since`,
    tone,
    details: [sql],
  };
}

function refItem({ code, object, columns }: FindingRef): Item {
  const where = columns.length === 0 ? object : `${object} (${columns.join(', ')})`;
  const title = Object.hasOwn(ANALYZE_CODES, code) ? ANALYZE_CODES[code as keyof typeof ANALYZE_CODES].title : '';
  return { text: `${code} ${title}: ${where}` };
}
