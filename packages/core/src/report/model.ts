// What a command has to say, before anybody decides how it looks. Plain data; the renderers read it.

export type Tone = 'good' | 'bad' | 'warning' | 'muted';

export type Block =
  /** `=== Load Test Results ===` */
  | { readonly kind: 'title'; readonly text: string }
  /** A heading in capitals that opens a part: `LATENCY (ms):` */
  | { readonly kind: 'heading'; readonly text: string }
  | { readonly kind: 'paragraph'; readonly text: string; readonly tone?: Tone }
  /** `Total requests:   15,247`; indented below a heading, and at the margin before the first one. */
  | { readonly kind: 'fields'; readonly fields: readonly Field[] }
  | { readonly kind: 'list'; readonly items: readonly Item[]; readonly ordered?: boolean }
  | { readonly kind: 'table'; readonly columns: readonly Column[]; readonly rows: readonly (readonly string[])[] }
  /** Something to copy: SQL, a command line, a file. */
  | { readonly kind: 'code'; readonly language: 'sql' | 'sh' | 'ts' | 'yaml' | 'diff' | 'text'; readonly text: string };

export interface Field {
  readonly label: string;
  readonly value: string;
  readonly tone?: Tone;
}

export interface Item {
  readonly text: string;
  readonly tone?: Tone;
  /** Lines below the item, indented. */
  readonly details?: readonly string[];
}

export interface Column {
  readonly label: string;
  readonly align?: 'left' | 'right';
}

export interface Report {
  readonly blocks: readonly Block[];
}
