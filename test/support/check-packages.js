// Each package as npm would publish it: what it holds, that every import of it resolves, that nothing stray is in it.
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';

const root = join(import.meta.dirname, '../..');
const folders = [...readdirSync(join(root, 'packages')).map((name) => join('packages', name)), 'templates'];
let failed = false;

for (const folder of folders) {
  const path = join(root, folder);
  const manifest = JSON.parse(readFileSync(join(path, 'package.json'), 'utf8'));
  const { messages } = await publint({ pkgDir: path, strict: true, pack: 'npm' });
  for (const message of messages) console.error(`${manifest.name}: ${formatMessage(message, manifest)}`);
  const [packed] = JSON.parse(
    execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
      cwd: path,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }),
  );
  const stray = packed.files
    .map((file) => file.path)
    .filter((file) => /\.test\.(?!.*\.hbs$)|tsbuildinfo|\.env/.test(file));
  for (const file of stray) console.error(`${manifest.name}: ${file} must not be published`);
  failed ||= messages.some((message) => message.type !== 'suggestion') || stray.length > 0;
  console.log(`${manifest.name}: ${packed.entryCount} files, ${Math.round(packed.unpackedSize / 1024)} KB`);
}
process.exitCode = failed ? 1 : 0;
