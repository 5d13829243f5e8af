/** Formats that a report can take. Which of them a tool offers stands in its `ToolSpec`. */
export const REPORTERS = ['pretty', 'json', 'markdown', 'github', 'html', 'junit', 'sarif'] as const;
export type ReporterName = (typeof REPORTERS)[number];

/** Documents for machines: nothing else may stand beside them on stdout. */
export const MACHINE_REPORTERS: ReadonlySet<ReporterName> = new Set(['json', 'sarif']);

/** Where one rendering of the report goes: standard output, or a file. */
export interface ReporterTarget {
  readonly name: ReporterName;
  readonly file?: string;
}

/** `markdown=report.md` → `{ name, file }`; undefined where the name is unknown. */
export function parseReporter(text: string, offered: readonly ReporterName[]): ReporterTarget | undefined {
  const split = text.indexOf('=');
  const name = split === -1 ? text : text.slice(0, split);
  const known = offered.find((candidate) => candidate === name);
  if (!known) return undefined;
  const file = split === -1 ? '' : text.slice(split + 1);
  return file === '' ? { name: known } : { name: known, file };
}
