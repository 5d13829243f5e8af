/** Milliseconds of the monotonic clock that all threads of the process share. */
export function sharedClockMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}
