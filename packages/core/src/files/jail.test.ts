import { mkdir, mkdtemp, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { jailedPath } from './jail.js';
import { hashContent, type Manifest } from './manifest.js';
import { planFiles, writePlan } from './plan.js';

async function project(): Promise<{ root: string; outside: string }> {
  const base = await mkdtemp(join(tmpdir(), 'jail-'));
  const root = join(base, 'project');
  const outside = join(base, 'outside');
  await Promise.all([mkdir(root), mkdir(outside)]);
  return { root, outside };
}

test('paths inside the root, there or not yet', async () => {
  const { root } = await project();
  expect(await jailedPath(root, 'src/routes/users.ts')).toBe(join(root, 'src/routes/users.ts'));
  expect(await jailedPath(join(root, 'not/yet'), 'a.ts')).toBe(join(root, 'not/yet/a.ts'));
});

test.each(['../a.ts', 'src/../../a.ts', '/etc/a.ts', '', '.', 'a\0.ts'])('refuses %j', async (path) => {
  const { root } = await project();
  await expect(jailedPath(root, path)).rejects.toMatchObject({ code: 'CORE103', exitCode: 5 });
});

test('refuses symbolic links that lead out: a folder, a file, one that dangles', async () => {
  const { root, outside } = await project();
  await symlink(outside, join(root, 'folder'));
  await writeFile(join(outside, 'there.ts'), 'theirs');
  await symlink(join(outside, 'there.ts'), join(root, 'file.ts'));
  await symlink(join(outside, 'nothing'), join(root, 'dangling'));
  for (const path of ['folder/a.ts', 'folder/deep/a.ts', 'file.ts', 'dangling', 'dangling/a.ts']) {
    await expect(jailedPath(root, path)).rejects.toMatchObject({ code: 'CORE103' });
  }
  await expect(
    planFiles(
      root,
      [
        { path: 'ok.ts', content: '', owner: 'tool' },
        { path: 'folder/a.ts', content: '', owner: 'tool' },
      ],
      undefined,
    ),
  ).rejects.toThrow();
  expect(await readdir(outside)).toEqual(['there.ts']);
  expect(await readdir(root)).not.toContain('ok.ts');
});

test('a link that stays inside is followed', async () => {
  const { root } = await project();
  await mkdir(join(root, 'real'));
  await symlink(join(root, 'real'), join(root, 'alias'));
  expect(await jailedPath(root, 'alias/a.ts')).toBe(join(root, 'alias/a.ts'));
});

test('a plan tells what is new, the same, edited by hand, and the user’s own', async () => {
  const { root } = await project();
  const manifest: Manifest = {
    tool: 'x',
    version: '1',
    files: {
      'old.ts': { owner: 'tool', sha256: hashContent('old') },
      'edited.ts': { owner: 'tool', sha256: hashContent('was') },
    },
  };
  await Promise.all([
    writeFile(join(root, 'old.ts'), 'old'),
    writeFile(join(root, 'edited.ts'), 'by hand'),
    writeFile(join(root, 'same.ts'), 'new'),
    writeFile(join(root, 'mine.ts'), 'mine'),
  ]);
  const files = ['created.ts', 'old.ts', 'edited.ts', 'same.ts'].map((path) => ({
    path,
    content: 'new',
    owner: 'tool' as const,
  }));
  const wanted = [...files, { path: 'mine.ts', content: 'new', owner: 'user' as const }];
  const plan = await planFiles(root, wanted, manifest);
  expect(plan.map(({ path, action }) => [path, action])).toEqual([
    ['created.ts', 'created'],
    ['old.ts', 'updated'],
    ['edited.ts', 'conflict'],
    ['same.ts', 'unchanged'],
    ['mine.ts', 'kept'],
  ]);
  await writePlan(root, plan);
  const contents = await Promise.all(wanted.map(({ path }) => readFile(join(root, path), 'utf8')));
  expect(contents).toEqual(['new', 'new', 'by hand', 'new', 'mine']);
  expect((await readdir(root)).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  expect((await planFiles(root, wanted, manifest, true)).find(({ path }) => path === 'edited.ts')?.action).toBe(
    'updated',
  );
});
