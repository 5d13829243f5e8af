// Foreign schema pairs, judged by pg_dump: up, a second comparison, back. A seeded sample; CHECK=full runs all of them,
// SUITE=migra all of one suite. PROGRESS=file notes each verdict there, and the next run with that file goes on behind them.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { seededRandom } from '@senior-backend/core/env/memory-env';
import { expect, test } from 'vitest';
import { serverBinFolder, serverUrl } from '../support/postgres.js';
import { noteVerdict, readVerdicts } from '../support/progress.js';
import { judge, type Pair, pairsOf, type Server, type Verdict } from './judge.js';

const CORPUS = join(import.meta.dirname, '../../../shared/corpus/migrations');
const SUITE = process.env['SUITE'];
const FULL = process.env['CHECK'] === 'full' || SUITE !== undefined;
const SUITES =
  SUITE !== undefined ? [SUITE] : ['migra', 'pgkit', 'pgschema', 'sqldef', 'apgdiff', 'pgquarrel', 'atlas'];
const PROGRESS = process.env['PROGRESS'];
const SAMPLE = 8;

/** Pairs that do not come out equal, each with the reason. */
const EXCEPTIONS: ReadonlyMap<string, string> = new Map([
  ['extension →', 'pg_stat_statements, which the new schema does not name, is left where db-migrate measures with it'],
]);

const server: Server = { bin: serverBinFolder(), url: serverUrl };

test(
  'foreign schema pairs lead where they should, and back',
  async () => {
    if (!existsSync(CORPUS)) {
      process.stdout.write('left out: ../shared/corpus is not there, so no foreign schema pair was run\n');
      return;
    }
    const all = (await Promise.all(SUITES.map((suite) => pairsOf(join(CORPUS, suite))))).flat();
    const random = seededRandom(Number(process.env['SEED'] ?? 7));
    const sample = Array.from({ length: SAMPLE }, () => all[Math.floor(random() * all.length)]);
    const waiting = (FULL ? all : sample).filter((pair): pair is Pair => pair !== undefined);
    const known = await readVerdicts<Verdict>(PROGRESS);
    const counts = new Map<Verdict['kind'], number>();
    const wrong: { readonly name: string; readonly verdict: Verdict }[] = [];
    const work = async (): Promise<void> => {
      for (let pair = waiting.shift(); pair; pair = waiting.shift()) {
        const verdict = known.get(pair.name) ?? (await judge(server, pair));
        if (!known.has(pair.name)) await noteVerdict(PROGRESS, pair.name, verdict);
        counts.set(verdict.kind, (counts.get(verdict.kind) ?? 0) + 1);
        if (verdict.kind === 'different' && !EXCEPTIONS.has(pair.name)) wrong.push({ name: pair.name, verdict });
      }
    };
    await Promise.all([work(), work()]);
    if (FULL) process.stdout.write(`foreign schema pairs: ${JSON.stringify(Object.fromEntries(counts))}\n`);
    expect(wrong).toEqual([]);
  },
  FULL ? 7_200_000 : 240_000,
);

test('whole schemas of real systems come from an empty database, and go again', async () => {
  const folder = join(CORPUS, '../schemas');
  if (!existsSync(folder)) {
    process.stdout.write('left out: ../shared/corpus is not there, so no real schema was run\n');
    return;
  }
  const empty = join(import.meta.dirname, 'empty.sql');
  for (const name of FULL ? ['travis.sql', 'danbooru.sql'] : ['danbooru.sql']) {
    const schema = join(folder, name);
    expect(await judge(server, { name, old: empty, new: schema, roles: [] })).toEqual({ kind: 'equal' });
    if (FULL) expect(await judge(server, { name, old: schema, new: empty, roles: [] })).toEqual({ kind: 'equal' });
  }
}, 240_000);
