import type { Block, Field } from '@senior-backend/core/report/model';
import { formatCount, formatFixed } from '@senior-backend/core/report/number';
import type { AnnouncedWait, Isolation, RateLimitFinding } from '../judge/rate-limit.js';

const WAIT_VERDICTS: Readonly<Record<AnnouncedWait['verdict'], string>> = {
  right: 'and that is right',
  early: 'and requests were let through before that',
  late: 'and requests were still refused after that',
  'not seen': 'and the run ended before that could be seen',
};

export function describeRateLimit(finding: RateLimitFinding): readonly Block[] {
  const heading: Block = { kind: 'heading', text: 'RATE LIMIT:' };
  if (!finding.seen) {
    return [heading, { kind: 'paragraph', text: `no 429 among ${formatCount(finding.allowed)} answers`, tone: 'bad' }];
  }
  return [heading, { kind: 'fields', fields: fieldsOf(finding) }];
}

function fieldsOf(finding: RateLimitFinding): readonly Field[] {
  const { firstAtMs, allowedBefore, window, recoveredAfterMs, retryAfter, announced, limited, allowed, isolation } =
    finding;
  const fields: Field[] = [
    { label: 'Limited', value: `${formatCount(limited)} of ${formatCount(limited + allowed)} answers were 429` },
    {
      label: 'Begins',
      value: `after ${formatCount(allowedBefore ?? 0)} answers, ${seconds(firstAtMs ?? 0)} into the run`,
    },
    {
      label: 'Lets through',
      value: window
        ? `${formatCount(window.requests)} every ${seconds(window.lengthMs)}`
        : 'not known: the run saw fewer than three openings',
    },
    {
      label: 'Recovers',
      value: recoveredAfterMs === null ? 'not during this run' : `${seconds(recoveredAfterMs)} after the first 429`,
    },
    {
      label: 'Retry-After',
      value: retryAfter ? `${retryAfter.seconds} s, ${WAIT_VERDICTS[retryAfter.verdict]}` : 'not sent',
      ...toneOf(retryAfter?.verdict),
    },
  ];
  if (isolation) fields.push(isolationField(isolation));
  if (!announced) return fields;
  const reset = announced.resetSeconds === null ? '' : `, reset in ${announced.resetSeconds} s`;
  const agrees = announced.agrees === false ? '; what was let through differs' : '';
  return [...fields, { label: 'Announced', value: `limit ${formatCount(announced.limit)}${reset}${agrees}` }];
}

function isolationField({ verdict, other }: Isolation): Field {
  const refused = `${formatCount(other.limited)} of its ${formatCount(other.allowed + other.limited)} answers were 429`;
  const label = 'Other key';
  switch (verdict) {
    case 'isolated':
      return { label, value: `counted apart (${refused})`, tone: 'good' };
    case 'shared':
      return { label, value: `limited with the first (${refused})`, tone: 'bad' };
    case 'not clear':
      return { label, value: `not clear (${refused})`, tone: 'warning' };
    default:
      return verdict satisfies never;
  }
}

function toneOf(verdict: AnnouncedWait['verdict'] | undefined): Pick<Field, 'tone'> {
  return verdict === 'early' || verdict === 'late' ? { tone: 'warning' } : {};
}

function seconds(ms: number): string {
  return `${formatFixed(ms / 1_000, ms < 10_000 ? 2 : 0)} s`;
}
