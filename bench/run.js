// Benchmarks, one after the other: `pnpm bench` and `pnpm bench load` run what shows the most in a few minutes; one that is named
// runs as long as its own first lines say, with the options behind its name: `pnpm bench load/speed --tls`. Each prints ratios
// against a peer that ran in turn with it, and the load of the machine beside them.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';

/** Too long for a folder's turn. */
const BY_NAME = [
  'load/comparison',
  'load/faults',
  'load/features',
  'load/histogram',
  'load/memory',
  'scaffold/injection',
];
/** Fewer cells and rounds, where nobody asks for one by name. */
const BRIEF = {
  'load/speed': ['--rounds', '3', '--seconds', '2', '--bytes', '13', '--connections', '50'],
  'load/http2': ['--rounds', '3'],
};

const [wanted, ...options] = process.argv.slice(2);
const fileOf = (name) => join(import.meta.dirname, `${name}.js`);
const folders = readdirSync(import.meta.dirname, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && entry.name !== 'node_modules')
  .map((entry) => entry.name);
const namesIn = (folder) =>
  readdirSync(join(import.meta.dirname, folder))
    .filter((file) => file.endsWith('.js'))
    .map((file) => `${folder}/${file.slice(0, -'.js'.length)}`);

if (wanted?.includes('/') && existsSync(fileOf(wanted))) run(wanted, options);
else if (wanted === undefined || folders.includes(wanted)) runFolders(wanted === undefined ? folders : [wanted]);
else {
  console.error(`no benchmark of that name: ${wanted}; there are ${folders.flatMap(namesIn).join(', ')}`);
  process.exitCode = 2;
}

function runFolders(chosen) {
  const names = chosen.flatMap(namesIn);
  for (const name of names) if (!BY_NAME.includes(name)) run(name, BRIEF[name] ?? []);
  const others = names.filter((name) => BY_NAME.includes(name) || name in BRIEF);
  if (others.length > 0) console.log(`\nlonger, by name: ${others.map((name) => `pnpm bench ${name}`).join(', ')}`);
}

function run(name, words) {
  const averages = loadavg().map((load) => load.toFixed(1));
  console.log(`\n=== ${name} (load average ${averages.join(' ')})`);
  const { status } = spawnSync(process.execPath, [fileOf(name), ...words], { stdio: 'inherit' });
  if (status !== 0) process.exitCode = 1;
}
