/** What each exit code of the three commands means. `help exit-codes` prints this table. */
export const EXIT_CODES = {
  0: 'done and clean',
  1: 'the tool worked and the check failed: drift, findings, threshold, expectation, regression',
  2: 'wrong usage or configuration; nothing was touched',
  3: 'invalid input: spec, SQL, schema, baseline',
  4: 'cannot connect or authenticate',
  5: 'refused by a guard: needs --confirm, would overwrite edits, lock held, no terminal to ask on',
  6: 'stopped half-way with the state recorded; the same command resumes',
  70: 'a bug in the tool',
  74: 'output could not be written',
  130: 'interrupted by SIGINT, after a clean stop',
  143: 'interrupted by SIGTERM, after a clean stop',
} as const;

export type ExitCode = keyof typeof EXIT_CODES;
