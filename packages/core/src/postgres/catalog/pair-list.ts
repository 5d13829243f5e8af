// Pairs of small numbers in the order in which they came. Half a million of them as objects would cost more than a catalogue.

const FIRST_SIZE = 1_024;

export class PairList {
  #all = new Uint32Array(FIRST_SIZE);
  #end = 0;

  add(from: number, to: number): void {
    if (this.#end === this.#all.length) {
      const larger = new Uint32Array(this.#all.length * 2);
      larger.set(this.#all);
      this.#all = larger;
    }
    this.#all[this.#end] = from;
    this.#all[this.#end + 1] = to;
    this.#end += 2;
  }

  /** By first number, which are all below `count`. */
  grouped(count: number): Groups {
    const [pairs, end] = [this.#all, this.#end];
    const starts = new Uint32Array(count + 1);
    for (let at = 0; at < end; at += 2) starts[(pairs[at] ?? 0) + 1] = (starts[(pairs[at] ?? 0) + 1] ?? 0) + 1;
    for (let one = 1; one <= count; one += 1) starts[one] = (starts[one] ?? 0) + (starts[one - 1] ?? 0);
    const next = starts.slice();
    const seconds = new Uint32Array(end / 2);
    for (let at = 0; at < end; at += 2) {
      const from = pairs[at] ?? 0;
      const place = next[from] ?? 0;
      seconds[place] = pairs[at + 1] ?? 0;
      next[from] = place + 1;
    }
    return { starts, seconds };
  }
}

/** The second numbers of all pairs, side by side: those of `one` from `starts[one]` to `starts[one + 1]`. */
export interface Groups {
  readonly starts: Uint32Array;
  readonly seconds: Uint32Array;
}
