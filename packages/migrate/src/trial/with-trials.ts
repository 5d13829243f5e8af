import type { Suggestion } from '../advise/suggestion.js';
import type { Trial } from '../advise/trial.js';
import { NOT_MEASURED } from '../analyze/evidence.js';
import type { Finding } from '../analyze/finding.js';
import { extendsIndex } from '../candidates/candidate.js';

/** Findings of missing indexes with the time that their index was measured to save. A time that the server counted stays. */
export function withTrials(findings: readonly Finding[], suggestions: readonly Suggestion[]): readonly Finding[] {
  const tried = suggestions.filter(({ trial }) => trial !== null);
  return findings.map((finding) => {
    const { index, evidence } = finding;
    if (!index) return finding;
    const trial = tried.find((one) => extendsIndex(one.index, index))?.trial;
    if (!trial) return finding;
    const meanMs = evidence.meanMs ?? trial.beforeMs / trial.statements.length;
    return {
      ...finding,
      evidence: {
        ...evidence,
        meanMs,
        measured: true,
        notes: [...evidence.notes.filter((note) => note !== NOT_MEASURED), placeNote(trial)],
      },
    };
  });
}

/** Where the times of a trial were taken, in words. */
export function placeNote({ place, rows, ofRows }: Trial): string {
  if (place === 'in-place') return 'measured in place: EXPLAIN (ANALYZE) before and after the index was there';
  const share = rows >= ofRows ? 'all rows' : `${rows} of ${Math.round(ofRows)} rows`;
  return `measured on a scratch copy with ${share}: EXPLAIN (ANALYZE) before and after the index was there`;
}
