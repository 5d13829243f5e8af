// Every benchmark, one after the other: `pnpm bench`, or `pnpm bench load` for one. Each prints ratios against a peer that
// ran in turn with it, and the load of the machine beside them.
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';

const wanted = process.argv.slice(2);
const folders = readdirSync(import.meta.dirname, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && entry.name !== 'node_modules')
  .map((entry) => entry.name)
  .filter((name) => wanted.length === 0 || wanted.includes(name));

for (const folder of folders) {
  for (const file of readdirSync(join(import.meta.dirname, folder)).filter((name) => name.endsWith('.js'))) {
    console.log(
      `\n=== ${folder}/${file} (load average ${loadavg()
        .map((load) => load.toFixed(1))
        .join(' ')})`,
    );
    const { status } = spawnSync(process.execPath, [join(import.meta.dirname, folder, file)], { stdio: 'inherit' });
    if (status !== 0) process.exitCode = 1;
  }
}
if (folders.length === 0) {
  console.error(`no benchmark of that name: ${wanted.join(', ')}`);
  process.exitCode = 2;
}
