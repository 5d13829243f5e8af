/** The strongly connected components of a graph given by its edges (Tarjan, 1972), without recursion. */
export function componentsOf(next: readonly (readonly number[])[]): readonly (readonly number[])[] {
  const order = new Array<number>(next.length).fill(-1);
  const lowest = new Array<number>(next.length).fill(0);
  const isOpen = new Array<boolean>(next.length).fill(false);
  const open: number[] = [];
  const components: number[][] = [];
  let count = 0;
  const enter = (at: number): { at: number; edge: number } => {
    order[at] = count;
    lowest[at] = count;
    count += 1;
    open.push(at);
    isOpen[at] = true;
    return { at, edge: 0 };
  };
  const lower = (at: number, value: number): void => {
    lowest[at] = Math.min(lowest[at] ?? 0, value);
  };
  for (const root of next.keys()) {
    const path = order[root] === -1 ? [enter(root)] : [];
    for (let top = path.at(-1); top; top = path.at(-1)) {
      const target = next[top.at]?.[top.edge];
      top.edge += 1;
      if (target !== undefined) {
        if (order[target] === -1) path.push(enter(target));
        else if (isOpen[target]) lower(top.at, order[target] ?? 0);
        continue;
      }
      path.pop();
      const above = path.at(-1);
      if (above) lower(above.at, lowest[top.at] ?? 0);
      if (lowest[top.at] !== order[top.at]) continue;
      const component = open.splice(open.lastIndexOf(top.at));
      for (const member of component) isOpen[member] = false;
      components.push(component);
    }
  }
  return components;
}
