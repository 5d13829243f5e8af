/** What makes an answer a success: one of the statuses named, or 2xx and 3xx where none is. */
export function statusFilter(expected: readonly number[]): (status: number) => boolean {
  if (expected.length === 0) return (status) => status >= 200 && status < 400;
  const [only] = expected;
  return expected.length === 1 ? (status) => status === only : (status) => expected.includes(status);
}
