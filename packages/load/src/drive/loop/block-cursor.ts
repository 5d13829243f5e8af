// Where a closed loop stands in its schedule: the block, and the slice that requests are counted under now.
import type { SliceRecorder } from '../../measure/recorder.js';
import type { Block, Schedule } from '../../model/plan.js';

export class BlockCursor {
  private readonly blocks: Schedule['blocks'];
  private blockIndex = 0;
  private markIndex = 0;
  private nextMark = Number.POSITIVE_INFINITY;
  private current: SliceRecorder;

  /** `quota`: the number of requests that ends the run; Infinity where time does. */
  constructor(
    { blocks }: Schedule,
    private readonly slices: readonly SliceRecorder[],
    private readonly quota: number,
  ) {
    this.blocks = blocks;
    this.current = this.enter(0);
  }

  get block(): Block {
    return this.blocks[this.blockIndex] ?? this.blocks[0];
  }

  get isLast(): boolean {
    return this.blockIndex === this.blocks.length - 1;
  }

  /** The slice of the requests that are sent now, by time or by their number. */
  slice(elapsedMs: number, issued: number): SliceRecorder {
    const at = Number.isFinite(this.quota) ? issued : elapsedMs;
    while (at >= this.nextMark) this.current = this.enter(this.markIndex + 1);
    return this.current;
  }

  /** The slice that was asked for last. */
  get lastSlice(): SliceRecorder {
    return this.current;
  }

  begin(): void {
    this.current = this.enter(0);
  }

  /** False where there is no further block. */
  advance(): boolean {
    if (this.isLast) return false;
    this.blockIndex += 1;
    return true;
  }

  /** Goes to a mark of the block, and notes where the one behind it begins. */
  private enter(index: number): SliceRecorder {
    const { marks } = this.block;
    this.markIndex = index;
    const next = marks[index + 1];
    if (next === undefined) this.nextMark = Number.POSITIVE_INFINITY;
    else this.nextMark = Number.isFinite(this.quota) ? next.fromShare * this.quota : next.fromMs;
    const slice = this.slices[marks[index]?.slice ?? -1];
    if (!slice) throw new RangeError('a mark names a slice that is not there');
    return slice;
  }
}
