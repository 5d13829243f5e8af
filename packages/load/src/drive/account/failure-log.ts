import type { FailureKind } from '../../model/failures.js';
import type { FailureExample } from '../assign/assignment.js';

/** Counts failures by kind and keeps one example of each: bounded by the closed list, however long the run. */
export class FailureLog {
  private readonly entries = new Map<FailureKind, FailureExample>();

  add(kind: FailureKind, detail: string, atMs: number): void {
    const known = this.entries.get(kind);
    this.entries.set(
      kind,
      known
        ? { ...known, count: known.count + 1, lastMs: atMs }
        : { kind, count: 1, firstMs: atMs, lastMs: atMs, detail },
    );
  }

  get examples(): readonly FailureExample[] {
    return [...this.entries.values()];
  }

  clear(): void {
    this.entries.clear();
  }
}
