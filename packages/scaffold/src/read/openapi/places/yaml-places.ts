// Where the values at paths of keys stand in a YAML text. The text is parsed again, with places: only diagnostics need it.
import { createRequire } from 'node:module';
import type * as Yaml from 'yaml';
import type { WantedPlace } from './wanted-place.js';

// Loaded where there is something to say, and not with every document that is in order.
const load = createRequire(import.meta.url);

/** Sets the offset of every wanted place that the text has. What stands behind an alias is at the alias. */
export function findYamlPlaces(text: string, root: WantedPlace): void {
  const yaml = load('yaml') as typeof Yaml;
  const { contents } = yaml.parseDocument(text, { merge: true, uniqueKeys: false, prettyErrors: false });
  findIn(yaml, contents, root);
}

function findIn(yaml: typeof Yaml, node: unknown, wanted: WantedPlace): void {
  const { isMap, isNode, isScalar, isSeq } = yaml;
  if (!isNode(node) || !node.range) return;
  [wanted.offset] = node.range;
  if (wanted.members.size === 0) return;
  if (isMap(node)) {
    for (const { key, value } of node.items) {
      const member = isScalar(key) ? wanted.members.get(String(key.value)) : undefined;
      if (!member) continue;
      if (isNode(key) && key.range) [member.offset] = key.range;
      findIn(yaml, value, member);
    }
  } else if (isSeq(node)) {
    for (const [index, item] of node.items.entries()) {
      const member = wanted.members.get(String(index));
      if (member) findIn(yaml, item, member);
    }
  }
}
