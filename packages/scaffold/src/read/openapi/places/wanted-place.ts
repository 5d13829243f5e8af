// The paths of keys whose places are asked for, as a tree, so that one walk over a document finds them all.

export interface WantedPlace {
  readonly members: ReadonlyMap<string, WantedPlace>;
  /** Where the value begins, once it was found. */
  offset: number | undefined;
}

interface GrowingPlace extends WantedPlace {
  readonly members: Map<string, GrowingPlace>;
}

export function wantedPlaces(paths: readonly (readonly string[])[]): WantedPlace {
  const root: GrowingPlace = { members: new Map(), offset: undefined };
  for (const path of paths) {
    let at = root;
    for (const key of path) {
      const next = at.members.get(key) ?? { members: new Map(), offset: undefined };
      at.members.set(key, next);
      at = next;
    }
  }
  return root;
}

/** The offset of a path, or of the nearest value above it that was found. */
export function offsetOf(root: WantedPlace, path: readonly string[]): number | undefined {
  let { offset } = root;
  let at: WantedPlace | undefined = root;
  for (const key of path) {
    at = at.members.get(key);
    if (at?.offset === undefined) return offset;
    offset = at.offset;
  }
  return offset;
}
