import type { SliceRecorder } from '../../measure/recorder.js';
import type { Block, Schedule } from '../../model/plan.js';

/** Which slice, and which target, a time of the schedule belongs to. Times must be asked for in order. */
export class Timeline {
  readonly endMs: number;
  private readonly points: readonly {
    readonly fromMs: number;
    readonly slice: SliceRecorder;
    readonly target: number;
  }[];
  private index = 0;

  constructor(schedule: Schedule, slices: readonly SliceRecorder[]) {
    this.endMs = Math.max(...schedule.blocks.map((block) => block.toMs));
    this.points = schedule.blocks.flatMap((block: Block) =>
      block.marks.map((mark) => ({ fromMs: mark.fromMs, slice: sliceOf(slices, mark.slice), target: block.target })),
    );
  }

  /** The first slice of a target: under it count the connections that no request of its own asked for. */
  firstOf(target: number): SliceRecorder | undefined {
    return this.points.find((point) => point.target === target)?.slice;
  }

  at(elapsedMs: number): { readonly slice: SliceRecorder; readonly target: number } {
    while (elapsedMs >= (this.points[this.index + 1]?.fromMs ?? Number.POSITIVE_INFINITY)) this.index += 1;
    const point = this.points[this.index];
    if (!point) throw new RangeError('a schedule has at least one mark');
    return point;
  }
}

function sliceOf(slices: readonly SliceRecorder[], index: number): SliceRecorder {
  const slice = slices[index];
  if (!slice) throw new RangeError('a mark names a slice that is not there');
  return slice;
}
