// The commands as they are started: each with core and the libraries that every run needs, as a few files. Node spends more
// on finding and linking three hundred small modules than on what is in them (docs/decisions/0150-commands-are-bundled.md).
// CommonJS, whose loading Node 20 spends less on, and which takes the code cache (0180).
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rolldown } from 'rolldown';
import { inOneFile } from './in-one-file.js';
import { leavesOutside } from './leaves-outside.js';
import { noticesOf } from './notices.js';

const root = join(import.meta.dirname, '..');
const NOTICES = 'NOTICES.txt';

/** Loads all others, and stands in a file by itself. */
const START = join(root, 'packages/core/src/cli/start.ts');

/** What every run loads, one after the other. */
const EVERY_RUN = ['core/src/files/import-module.ts', 'src/main.ts', 'core/src/cli/run-tool.ts', 'src/loaded-tool.ts'];

/**
 * Of each command what is started by name, the files of threads beside the one that starts them; and what is loaded together:
 * for these modules, in turn, all that they need stands in one file.
 */
const COMMANDS = {
  scaffold: { entries: { main: 'main.ts' }, together: EVERY_RUN },
  migrate: {
    entries: { main: 'main.ts' },
    together: [...EVERY_RUN, 'src/commands/compare.ts', 'src/commands/finish-comparison.ts'],
  },
  load: {
    entries: { main: 'main.ts', worker: 'drive/worker.ts', ticker: 'drive/engine/ticker.ts' },
    together: EVERY_RUN,
  },
};

/** Bundled, and installed besides: the generated code that --mock runs imports it by name. */
const BOTH = ['zod'];
/** What pg asks for in other surroundings. */
const ELSEWHERE = ['pg-native', 'pg-cloudflare'];

/** Writes `dist/bundle/` of each command whose sources are newer than it. */
export async function bundleCommands() {
  const shared = newest(['packages/core/src', 'build', 'pnpm-lock.yaml']);
  for (const [name, command] of Object.entries(COMMANDS)) {
    const folder = join(root, 'packages', name);
    const written = join(folder, 'dist/bundle', NOTICES);
    const changed = Math.max(shared, newest([`packages/${name}/src`, `packages/${name}/package.json`]));
    if (!existsSync(written) || statSync(written).mtimeMs < changed) await bundle(folder, command);
  }
}

/** When the last of these files, or of those in these folders, was written; milliseconds. */
function newest(paths) {
  const times = paths.flatMap((path) => {
    const place = join(root, path);
    if (statSync(place).isFile()) return [place];
    return readdirSync(place, { recursive: true, encoding: 'utf8' }).map((name) => join(place, name));
  });
  return Math.max(...times.map((path) => statSync(path).mtimeMs));
}

async function bundle(folder, { entries, together }) {
  const outside = installedWith(folder);
  const isOutside = (id) => outside.some((name) => id === name || id.startsWith(`${name}/`));
  const { plugin, codeSplitting } = inOneFile(together);
  const build = await rolldown({
    input: {
      start: START,
      ...Object.fromEntries(Object.entries(entries).map(([name, path]) => [name, join(folder, 'src', path)])),
    },
    platform: 'node',
    resolve: {
      alias: { '@senior-backend/core': join(root, 'packages/core/src') },
      extensionAlias: { '.js': ['.ts', '.js'] },
    },
    tsconfig: false,
    plugins: [plugin, leavesOutside(isOutside)],
    preserveEntrySignatures: 'allow-extension',
    onLog: (level, { message }) => {
      if (level === 'warn') throw new Error(message);
    },
  });
  const dir = join(folder, 'dist/bundle');
  const { output } = await build.write({
    dir,
    format: 'cjs',
    entryFileNames: '[name].js',
    chunkFileNames: '[name]-[hash].js',
    codeSplitting,
  });
  await build.close();
  const written = output.map(({ fileName }) => fileName);
  for (const name of readdirSync(dir)) if (!written.includes(name)) rmSync(join(dir, name), { recursive: true });
  writeFileSync(join(dir, 'package.json'), '{ "type": "commonjs" }\n');
  writeCodeCache(dir, written);
  writeFileSync(join(dir, NOTICES), noticesOf(output.flatMap(({ moduleIds = [] }) => moduleIds)));
}

/** By a process of its own: what V8 is told for it is for nobody else. */
function writeCodeCache(dir, names) {
  const { status, stderr } = spawnSync(process.execPath, [join(import.meta.dirname, 'code-cache.js'), dir, ...names], {
    env: { ...process.env, NODE_OPTIONS: '' },
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`no code cache: ${stderr}`);
}

/** The packages that npm installs beside the command, or that a user may add: these are not bundled. */
function installedWith(folder) {
  const manifest = (path) => JSON.parse(readFileSync(join(path, 'package.json'), 'utf8'));
  const { dependencies = {}, optionalDependencies = {} } = manifest(folder);
  const { peerDependencies } = manifest(join(root, 'packages/core'));
  const beside = Object.keys({ ...dependencies, ...optionalDependencies, ...peerDependencies });
  return [...beside.filter((name) => !BOTH.includes(name)), ...ELSEWHERE];
}
