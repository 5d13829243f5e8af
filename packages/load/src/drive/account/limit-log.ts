import type { LimitedAnswer } from '../../measure/result.js';

/** More than a limiter needs to be understood; a bound on memory. */
const MOST_ANSWERS = 1_000_000;
const MOST_HEADS = 40;
const TOO_MANY_REQUESTS = 429;

/** Every answer in the order of its arrival, with the head of the first few of each sort: for `--expect-rate-limit`. */
export class LimitLog {
  readonly answers: LimitedAnswer[] = [];
  private readonly heads = { limited: 0, allowed: 0 };

  /** Whether the parser should keep the head of a response. */
  wantsHead(status: number): boolean {
    return this.heads[status === TOO_MANY_REQUESTS ? 'limited' : 'allowed'] < MOST_HEADS;
  }

  add(atMs: number, status: number, key: number, headText: string): void {
    if (this.answers.length >= MOST_ANSWERS) return;
    const sort = status === TOO_MANY_REQUESTS ? 'limited' : 'allowed';
    const wanted = this.heads[sort] < MOST_HEADS;
    if (wanted) this.heads[sort] += 1;
    this.answers.push({ atMs, status, key, head: wanted ? headText : '' });
  }
}
