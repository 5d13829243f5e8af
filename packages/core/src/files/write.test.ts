import { execFile } from 'node:child_process';
import { chmod, mkdtemp, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { writeFileWhole } from './write.js';

const folder = (): Promise<string> => mkdtemp(join(tmpdir(), 'write-'));

test('replaces a file whole and keeps its permissions', async () => {
  const path = join(await folder(), 'a.sh');
  await writeFile(path, 'old');
  await chmod(path, 0o750);
  await writeFileWhole(path, 'new');
  expect(await readFile(path, 'utf8')).toBe('new');
  expect((await stat(path)).mode & 0o777).toBe(0o750);
});

test('makes the folders on the way', async () => {
  const path = join(await folder(), 'a/b/c.txt');
  await writeFileWhole(path, 'text');
  expect(await readFile(path, 'utf8')).toBe('text');
});

test('a folder in the place of the file, and a file in the place of a folder, are coded errors', async () => {
  const base = await folder();
  await writeFile(join(base, 'file'), 'x');
  await expect(writeFileWhole(base, 'x')).rejects.toMatchObject({ code: 'CORE104', exitCode: 74 });
  await expect(writeFileWhole(join(base, 'file', 'below'), 'x')).rejects.toMatchObject({ code: 'CORE104' });
  expect(await readdir(base)).toEqual(['file']);
});

test('on a full disk the old file stays and no temporary file is left', async () => {
  // A file size limit makes every write past it fail, as a full disk does, without needing one.
  const base = await folder();
  await writeFile(join(base, 'report.txt'), 'old');
  const script = `process.on('SIGXFSZ', () => {}); const { writeFileWhole } = await import(${JSON.stringify(new URL('../../dist/files/write.js', import.meta.url).href)});
    try { await writeFileWhole(${JSON.stringify(join(base, 'report.txt'))}, 'x'.repeat(300000)); console.log('written'); } catch (error) { console.log(error.code); }`;
  const { stdout } = await promisify(execFile)('bash', [
    '-c',
    'ulimit -f 100; exec "$0" --input-type=module -e "$1"',
    process.execPath,
    script,
  ]);
  expect(stdout.trim()).toBe('CORE104');
  expect(await readFile(join(base, 'report.txt'), 'utf8')).toBe('old');
  expect(await readdir(base)).toEqual(['report.txt']);
});
