// Thirty ways to change what was applied, each on the same three files: what changes their text or their order is refused,
// what changes nothing but line endings is said.
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type MigrateDocument, project } from './run.js';

const FILES = {
  '1_a.sql': 'CREATE TABLE a (x int);\n-- the first\nINSERT INTO a VALUES (1);\n',
  '2_b.sql': "CREATE TABLE b (y text DEFAULT 'é');\n",
  '3_c.sql': 'ALTER TABLE b ADD COLUMN z int;\n\nCREATE INDEX c ON b (z);\n',
} as const;

interface Tampering {
  readonly name: string;
  /** Undefined: nothing may be said. */
  readonly code: string | undefined;
  readonly exitCode: number;
  readonly tamper: (folder: string) => Promise<void>;
}

const edit = (
  name: string,
  file: keyof typeof FILES,
  code: string | undefined,
  change: (text: string) => string | Buffer,
): Tampering => ({
  name: `${file}: ${name}`,
  code,
  exitCode: code === 'MIG203' ? 5 : 0,
  tamper: async (folder) => writeFile(join(folder, file), change(await readFile(join(folder, file), 'utf8'))),
});

const changed = (name: string, file: keyof typeof FILES, change: (text: string) => string): Tampering =>
  edit(name, file, 'MIG203', change);
const refused = (name: string, tamper: Tampering['tamper']): Tampering => ({
  name,
  code: 'MIG208',
  exitCode: 5,
  tamper,
});

const TAMPERINGS: readonly Tampering[] = [
  changed('one letter', '1_a.sql', (text) => text.replace('x int', 'y int')),
  changed('one letter in a comment', '1_a.sql', (text) => text.replace('first', 'First')),
  changed('a number', '1_a.sql', (text) => text.replace('(1)', '(2)')),
  changed('a blank more', '1_a.sql', (text) => text.replace('x int', 'x  int')),
  changed('a blank at the end of a line', '1_a.sql', (text) => text.replace(';\n', '; \n')),
  changed('a tab for a blank', '1_a.sql', (text) => text.replace('x int', 'x\tint')),
  changed('a statement gone', '1_a.sql', (text) => text.replace(/INSERT.*\n/, '')),
  changed('a statement more', '1_a.sql', (text) => `${text}SELECT 1;\n`),
  changed('a comment more', '1_a.sql', (text) => `-- mine\n${text}`),
  changed('statements in another order', '3_c.sql', (text) => text.split('\n\n').reverse().join('\n\n')),
  changed('an empty line gone', '3_c.sql', (text) => text.replace('\n\n', '\n')),
  changed('the last line break gone', '3_c.sql', (text) => text.trimEnd()),
  changed('a line break more at the end', '3_c.sql', (text) => `${text}\n`),
  changed('everything gone', '2_b.sql', () => ''),
  changed('a letter that looks the same', '2_b.sql', (text) => text.replace('b (y', 'b (у')),
  changed('the same letter in two characters', '2_b.sql', (text) => text.replace('é', 'e\u0301')),
  changed('a zero-width space', '2_b.sql', (text) => text.replace('b (', '\u200bb (')),
  changed('upper case', '2_b.sql', (text) => text.toUpperCase()),
  changed('the text of another file', '2_b.sql', () => FILES['1_a.sql']),
  changed('a directive', '3_c.sql', (text) => `-- migrate: no-transaction\n${text}`),
  edit('Windows line endings', '1_a.sql', 'MIG209', (text) => text.replaceAll('\n', '\r\n')),
  edit('old Mac line endings', '3_c.sql', 'MIG209', (text) => text.replaceAll('\n', '\r')),
  edit('one line ending of Windows', '3_c.sql', 'MIG209', (text) => text.replace('\n', '\r\n')),
  edit('a byte order mark', '2_b.sql', 'MIG209', (text) => `\ufeff${text}`),
  edit('written anew, the same', '2_b.sql', undefined, (text) => text),
  refused('a file deleted', (folder) => rm(join(folder, '2_b.sql'))),
  refused('a file renamed', (folder) => rename(join(folder, '3_c.sql'), join(folder, '4_c.sql'))),
  refused('a file renamed in its case', (folder) => rename(join(folder, '1_a.sql'), join(folder, '1_A.sql'))),
  refused('a new file before what is applied', (folder) => writeFile(join(folder, '0_new.sql'), 'SELECT 1;')),
  refused('a new file in between', (folder) => writeFile(join(folder, '2_c.sql'), 'SELECT 1;')),
];

test('30 of 30 are told', async () => {
  const { folder, json, run } = await project();
  const home = join(folder, 'm');
  const restore = async (): Promise<void> => {
    await rm(home, { recursive: true, force: true });
    await mkdir(home);
    for (const [name, text] of Object.entries(FILES)) await writeFile(join(home, name), text);
  };
  await restore();
  expect(await run('--migrate', 'm')).toMatchObject({ exitCode: 0 });
  const told = [];
  for (const { name, tamper } of TAMPERINGS) {
    await restore();
    await tamper(home);
    const { exitCode, diagnostics } = await json<MigrateDocument>('--migrate', 'm');
    told.push({ name, exitCode, code: diagnostics[0]?.code });
  }
  expect(told).toEqual(TAMPERINGS.map(({ name, exitCode, code }) => ({ name, exitCode, code })));
  expect(told).toHaveLength(30);
});
