// What a generator returns. One function (`write.ts`) writes it.

export type Owner = 'tool' | 'user';

export interface OutputFile {
  /** Relative to the output root, with forward slashes. */
  readonly path: string;
  readonly content: string;
  readonly owner: Owner;
}

/**
 * created    did not exist
 * updated    content differs and the tool may replace it
 * unchanged  the same is there, byte for byte or laid out otherwise
 * kept       owned by the user and there already; not touched
 * conflict   owned by the tool, edited by hand since; not touched
 */
export type Action = 'created' | 'updated' | 'unchanged' | 'kept' | 'conflict';

export interface PlannedFile extends OutputFile {
  readonly action: Action;
  /** What is on the disk now; undefined where nothing is. */
  readonly before: string | undefined;
}
