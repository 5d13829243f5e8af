// Each package as npm would publish it: what its tarball holds, that every import of it resolves, that nothing stray is in it;
// and then all of them installed by npm into an empty folder, where each command must do a small piece of real work.
import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';

const root = join(import.meta.dirname, '../..');
const folders = [...readdirSync(join(root, 'packages')).map((name) => join('packages', name)), 'templates'].filter(
  (folder) => !manifestOf(folder).private,
);

const place = mkdtempSync(join(tmpdir(), 'check-packages-'));
try {
  const faults = [];
  const tarballs = [];
  for (const folder of folders) {
    faults.push(...(await lint(folder)));
    tarballs.push(pack(folder, faults));
  }
  if (faults.length === 0) tryInstalled(tarballs);
  for (const fault of faults) console.error(fault);
  process.exitCode = faults.length === 0 ? 0 : 1;
} finally {
  rmSync(place, { recursive: true, force: true });
}

function manifestOf(folder) {
  return JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
}

/** What publint has against a package; suggestions are printed and are no fault. */
async function lint(folder) {
  const manifest = manifestOf(folder);
  const { messages } = await publint({ pkgDir: join(root, folder), strict: true, pack: 'npm' });
  const said = (message) => `${manifest.name}: ${formatMessage(message, manifest)}`;
  for (const message of messages.filter(({ type }) => type === 'suggestion')) console.log(said(message));
  return messages.filter(({ type }) => type !== 'suggestion').map(said);
}

/** Packs a package and gives the path of its tarball. pnpm, since it alone puts versions in the place of `workspace:` and `catalog:`. */
function pack(folder, faults) {
  const packed = JSON.parse(
    run('npx', ['-y', 'pnpm', 'pack', '--json', '--pack-destination', place], join(root, folder)),
  );
  const paths = packed.files.map(({ path }) => path);
  const stray = paths.filter((path) => /\.test\.(?!.*\.hbs$)|tsbuildinfo|\.env/.test(path));
  const missing = ['README.md', 'LICENSE', 'package.json'].filter((name) => !paths.includes(name));
  faults.push(...stray.map((path) => `${packed.name}: ${path} must not be published`));
  faults.push(...missing.map((path) => `${packed.name}: ${path} is missing from the tarball`));
  console.log(`${packed.name}: ${paths.length} files`);
  return packed.filename;
}

/** Installs the tarballs as a user's npm would, without build scripts, and runs each command where no workspace helps it. */
function tryInstalled(tarballs) {
  writeFileSync(join(place, 'package.json'), JSON.stringify({ private: true, type: 'module' }));
  run('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error', ...tarballs], place);
  copyFileSync(join(root, 'examples/shop/openapi.yaml'), join(place, 'openapi.yaml'));
  attempt(
    'api-scaffold',
    ['openapi.yaml', '--framework', 'koa', '--output', 'src/routes/'],
    /^Generated \d+ route handlers/,
  );
  attempt('db-migrate', ['--demo'], /^SUGGESTED MIGRATIONS:$/m);
  attempt('api-load', ['--demo'], /^ {2}B is slower than A$/m);
  console.log('installed from their tarballs, api-scaffold, db-migrate and api-load work');
}

/** Runs an installed command; what it says must hold the pattern, whatever its exit code: the demo of api-load ends in a verdict. */
function attempt(bin, parameters, pattern) {
  const { stdout, stderr } = spawnSync(join(place, 'node_modules/.bin', bin), parameters, {
    cwd: place,
    encoding: 'utf8',
  });
  if (!pattern.test(stdout))
    throw new Error(`${bin} ${parameters.join(' ')}: expected ${pattern} in\n${stdout}\n${stderr}`);
}

function run(command, parameters, cwd) {
  return execFileSync(command, parameters, {
    cwd,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    maxBuffer: 1 << 26,
  });
}
