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
  | { readonly kind: 'code'; readonly language: 'sql' | 'sh' | 'ts' | 'yaml' | 'diff' | 'text'; readonly text: string }
  /** Shown where pictures can be: by the HTML page. */
  | { readonly kind: 'plot'; readonly plot: Plot }
  | { readonly kind: 'heat-map'; readonly map: HeatMap }
  /** Named values side by side, with a bar for each. */
  | { readonly kind: 'bars'; readonly title: string; readonly bars: readonly Bar[] }
  /** Something that has parts which have parts: a query plan. */
  | { readonly kind: 'tree'; readonly title: string; readonly root: TreeNode };

export interface Bar {
  readonly label: string;
  readonly value: number;
  /** The value as people read it. */
  readonly text: string;
}

export interface TreeNode {
  readonly text: string;
  readonly details: readonly string[];
  /** What this node by itself is of the whole, 0 to 1: the heavier, the stronger its colour. */
  readonly share: number;
  readonly children: readonly TreeNode[];
}

export interface Plot {
  readonly title: string;
  readonly x: Axis;
  readonly y: Axis;
  readonly series: readonly Series[];
}

export interface Axis {
  readonly label: string;
  readonly scale: 'linear' | 'log';
  /** False where a linear axis need not begin at zero. */
  readonly fromZero?: boolean;
  /** Marks of the author's own choice. */
  readonly tickLabels?: readonly (readonly [value: number, label: string])[];
}

export interface Series {
  readonly name: string;
  readonly style: 'line' | 'step' | 'bars';
  readonly points: readonly (readonly [x: number, y: number])[];
}

export interface HeatMap {
  readonly title: string;
  readonly x: Axis;
  readonly y: Axis;
  readonly cells: readonly HeatCell[];
}

export interface HeatCell {
  readonly x0: number;
  readonly x1: number;
  readonly y0: number;
  readonly y1: number;
  readonly weight: number;
}

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

/** One thing that a run was asked to hold. */
export interface Check {
  readonly name: string;
  readonly ok: boolean;
  /** The code of the diagnostic that a failure is reported under. */
  readonly code: string;
  readonly detail: string;
}
