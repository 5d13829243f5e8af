// What another judge of OpenAPI accepts, ours accepts: @apidevtools/swagger-parser over published documents. The reverse
// does not hold: it refuses OpenAPI 3.2, and unquoted versions that ours understands with a warning.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import SwaggerParser from '@apidevtools/swagger-parser';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { readSpec } from '../../packages/scaffold/src/read/openapi/read-spec.js';
import { CORPUS, HAS_CORPUS } from './support.js';

const LARGEST = process.env['CHECK'] === 'full' ? Number.POSITIVE_INFINITY : 250_000;
const root = join(CORPUS, 'openapi');

/** Documents in one file; swagger-parser may open no other. */
const documents = HAS_CORPUS
  ? readdirSync(root, { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.(json|ya?ml)$/.test(name) && !/^(digitalocean|oai-petstore-separate|nahkies)/.test(name))
      .filter((name) => statSync(join(root, name)).size <= LARGEST)
      .sort()
  : [];

async function judgement(text: string): Promise<'accepted' | 'refused'> {
  const document = parse(text, { maxAliasCount: -1 }) as Parameters<typeof SwaggerParser.validate>[0];
  return SwaggerParser.validate(document, { resolve: { external: false } }).then(
    () => 'accepted',
    () => 'refused',
  );
}

describe.runIf(HAS_CORPUS)('swagger-parser as the judge', () => {
  test(`what it accepts of ${documents.length} documents, ours accepts`, async () => {
    const refusedByUs: string[] = [];
    let accepted = 0;
    for (const name of documents) {
      const path = join(root, name);
      if ((await judgement(readFileSync(path, 'utf8'))) === 'refused') continue;
      accepted += 1;
      try {
        readSpec(dirname(path), { file: path });
      } catch (error) {
        refusedByUs.push(`${name}: ${String(error)}`);
      }
    }
    expect(refusedByUs).toEqual([]);
    expect(accepted).toBeGreaterThan(documents.length / 2);
  }, 120_000);
});
