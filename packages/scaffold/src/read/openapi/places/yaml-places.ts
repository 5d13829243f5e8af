// Where the values at paths of keys stand in a YAML text. The text is parsed again, with places: only diagnostics need it.
import { isMap, isNode, isScalar, isSeq, parseDocument } from 'yaml';
import type { WantedPlace } from './wanted-place.js';

/** Sets the offset of every wanted place that the text has. What stands behind an alias is at the alias. */
export function findYamlPlaces(text: string, root: WantedPlace): void {
  const { contents } = parseDocument(text, { merge: true, uniqueKeys: false, prettyErrors: false });
  findIn(contents, root);
}

function findIn(node: unknown, wanted: WantedPlace): void {
  if (!isNode(node) || !node.range) return;
  [wanted.offset] = node.range;
  if (wanted.members.size === 0) return;
  if (isMap(node)) {
    for (const { key, value } of node.items) {
      const member = isScalar(key) ? wanted.members.get(String(key.value)) : undefined;
      if (!member) continue;
      if (isNode(key) && key.range) [member.offset] = key.range;
      findIn(value, member);
    }
  } else if (isSeq(node)) {
    for (const [index, item] of node.items.entries()) {
      const member = wanted.members.get(String(index));
      if (member) findIn(item, member);
    }
  }
}
