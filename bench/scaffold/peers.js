// The generators that ours is measured beside: @hey-api/openapi-ts (types and zod, no server) and orval (a Hono server with
// zod), fetched by npm into a folder of their own together with the Node that they ask for.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const WANTED = [
  '@hey-api/openapi-ts@0.99',
  'orval@8.38',
  'zod@4',
  'hono@4',
  '@hono/zod-validator',
  '@types/node@20',
  'typescript@5.9',
];

/**
 * `{spec}` and `{output}` stand for the document and the folder. GENERATORS=folder takes what was fetched before; `more` are
 * packages beside the usual ones.
 */
export function fetchGenerators(more = []) {
  const folder = process.env.GENERATORS ?? mkdtempSync(join(tmpdir(), 'bench-generators-'));
  if (process.env.GENERATORS === undefined) {
    writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }');
    const flags = ['--ignore-scripts', '--no-audit', '--no-fund'];
    execFileSync('npm', ['install', ...flags, ...WANTED, ...more, `node-${process.platform}-${process.arch}@24`], {
      cwd: folder,
      stdio: 'ignore',
    });
  }
  const bin = (name) => join(folder, 'node_modules/.bin', name);
  const node = join(folder, `node_modules/node-${process.platform}-${process.arch}/bin/node`);
  return {
    folder,
    node,
    bin,
    isOurs: process.env.GENERATORS === undefined,
    tools: [
      {
        name: 'hey-api (types, zod)',
        command: `${node} ${bin('openapi-ts')} -i {spec} -o {output} -p @hey-api/typescript zod -s --no-log-file`,
      },
      {
        name: 'orval (Hono)',
        command: `${node} ${bin('orval')} --input {spec} --output {output}/api.ts --client hono`,
      },
    ],
  };
}
