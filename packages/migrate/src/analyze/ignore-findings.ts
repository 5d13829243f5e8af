import type { Finding } from './finding.js';

/** What somebody said is meant. Without an object it holds for every finding of the code. */
export interface Ignore {
  readonly code: string;
  readonly object: string | undefined;
  readonly reason: string;
}

export interface IgnoredFinding {
  readonly finding: Finding;
  readonly reason: string;
}

export interface Sifted {
  readonly findings: readonly Finding[];
  readonly ignored: readonly IgnoredFinding[];
  /** Those that hold for no finding: what they were about is gone. */
  readonly stale: readonly Ignore[];
}

export function ignoreFindings(all: readonly Finding[], ignores: readonly Ignore[]): Sifted {
  const fits = (ignore: Ignore, finding: Finding): boolean =>
    ignore.code === finding.code && (ignore.object === undefined || ignore.object === finding.object);
  const ignored = all.flatMap((finding) => {
    const reason = ignores.find((ignore) => fits(ignore, finding))?.reason;
    return reason === undefined ? [] : [{ finding, reason }];
  });
  const gone = new Set(ignored.map(({ finding }) => finding));
  return {
    findings: all.filter((finding) => !gone.has(finding)),
    ignored,
    stale: ignores.filter((ignore) => !all.some((finding) => fits(ignore, finding))),
  };
}
