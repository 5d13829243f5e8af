// The lines of values in the files of a spec, found again in their texts, so that reading stays fast.
import { type Location, locateAll } from '@senior-backend/core/errors/diagnostic';
import type { SpecDocument } from '../document.js';
import { keysOf, type SpecNode } from '../node.js';
import { findJsonPlaces } from './json-places.js';
import { offsetOf, wantedPlaces } from './wanted-place.js';
import { findYamlPlaces } from './yaml-places.js';

/** The places of nodes, in their order. Linear in the texts of the documents and the number of nodes. */
export function locateNodes(nodes: readonly SpecNode[]): readonly Location[] {
  const byDocument = new Map<SpecDocument, number[]>();
  nodes.forEach(({ document }, index) => {
    const known = byDocument.get(document);
    if (known) known.push(index);
    else byDocument.set(document, [index]);
  });
  const places: Location[] = nodes.map(({ document }) => ({ file: document.file }));
  for (const [document, indices] of byDocument) {
    const paths = indices.map((index) => keysOf(nodes[index] as SpecNode));
    const root = wantedPlaces(paths);
    if (document.isJson) findJsonPlaces(document.text, root);
    else findYamlPlaces(document.text, root);
    const offsets = paths.map((path) => offsetOf(root, path) ?? 0);
    locateAll(document.file, document.text, offsets).forEach((place, at) => {
      places[indices[at] as number] = place;
    });
  }
  return places;
}
