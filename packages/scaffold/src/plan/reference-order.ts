/**
 * Orders names so that what is referred to comes first. Names that refer to each other in a circle, or to themselves,
 * are marked: strongly connected components (R. Tarjan, 1972), without recursion.
 */
export function orderByReference(
  references: ReadonlyMap<string, readonly string[]>,
): readonly { readonly name: string; readonly recursive: boolean }[] {
  const ordered: { name: string; recursive: boolean }[] = [];
  const rank = new Map([...references.keys()].map((name, at) => [name, at]));
  const index = new Map<string, number>();
  const low = new Map<string, number>();
  const stack: string[] = [];
  const onStack = new Set<string>();

  for (const start of references.keys()) if (!index.has(start)) visit(start);
  return ordered;

  function enter(name: string): { name: string; next: number } {
    index.set(name, index.size);
    low.set(name, index.size - 1);
    stack.push(name);
    onStack.add(name);
    return { name, next: 0 };
  }

  function visit(start: string): void {
    const frames = [enter(start)];
    for (let frame = frames.at(-1); frame; frame = frames.at(-1)) {
      const { name } = frame;
      const target = references.get(name)?.[frame.next];
      frame.next += 1;
      if (target !== undefined) {
        if (!index.has(target) && references.has(target)) frames.push(enter(target));
        else if (onStack.has(target)) lower(name, index.get(target));
        continue;
      }
      frames.pop();
      const above = frames.at(-1);
      if (above) lower(above.name, low.get(name));
      if (low.get(name) === index.get(name)) closeComponent(name);
    }
  }

  function lower(name: string, to: number | undefined): void {
    low.set(name, Math.min(low.get(name) ?? 0, to ?? 0));
  }

  function closeComponent(root: string): void {
    const members: string[] = [];
    for (let name = stack.pop(); name !== undefined; name = stack.pop()) {
      onStack.delete(name);
      members.push(name);
      if (name === root) break;
    }
    const recursive = members.length > 1 || (references.get(root)?.includes(root) ?? false);
    // In the order in which they came, so that what is ordered already stays as it is.
    for (const name of members.sort((a, b) => (rank.get(a) ?? 0) - (rank.get(b) ?? 0)))
      ordered.push({ name, recursive });
  }
}
