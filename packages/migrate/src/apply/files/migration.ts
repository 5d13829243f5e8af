// A migration file as the runner sees it: steps, grouped into segments that are committed together.
import { createHash } from 'node:crypto';
import { locate } from '@senior-backend/core/errors/diagnostic';
import type { SqlPiece, SqlStatement } from '@senior-backend/core/postgres/sql/split';
import { migrateError } from '../../codes.js';
import { refuseForeignStatement } from '../../read/files/refuse.js';
import type { SqlFile } from '../../read/files/schema-source.js';
import { splitFile } from '../../read/files/split-file.js';

/** Applying a migration, or taking it back. */
export type Direction = 'up' | 'down';

export interface Step {
  /** From 1, in the order of the file. */
  readonly n: number;
  readonly statement: SqlStatement;
  /** Whether PostgreSQL runs it inside a transaction block. */
  readonly transactional: boolean;
}

export interface Migration {
  /** The file's name without its folder: what the ledger knows it by. */
  readonly id: string;
  readonly file: SqlFile;
  readonly checksum: string;
  /** Of the text with line endings and byte order mark evened out. */
  readonly textChecksum: string;
  readonly steps: readonly Step[];
  /** Steps that are committed together; one that cannot be in a transaction stands alone. */
  readonly segments: readonly (readonly Step[])[];
  /** Migrations that this one stands for, from `-- migrate: replaces FILE` in its header. */
  readonly replaces: readonly string[];
}

/** Reads a file's text. `raw` is the text as it is on the disk, for the checksum. Throws MIG102, MIG103. */
export function parseMigration(id: string, file: SqlFile, raw: string): Migration {
  const statements = withoutWrapper(file, splitFile(file));
  const steps = statements.map(
    (statement, index): Step => ({ n: index + 1, statement, transactional: isTransactional(statement.text) }),
  );
  return {
    id,
    file,
    checksum: sha256(raw),
    textChecksum: sha256(evened(raw)),
    steps,
    segments: segmentsOf(file.text, steps),
    replaces: replacedBy(headerOf(file.text, steps)),
  };
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function evened(text: string): string {
  return text.replace(/^\ufeff/, '').replace(/\r\n?/g, '\n');
}

/** BEGIN and COMMIT around the whole file are what the runner does anyway; inside it they would end its transaction. */
function withoutWrapper(file: SqlFile, pieces: readonly SqlPiece[]): readonly SqlStatement[] {
  for (const piece of pieces) refuseForeignStatement(file, piece, { roles: true });
  const data = pieces.find((piece) => piece.kind === 'copyData');
  if (data) {
    throw migrateError('MIG103', {
      message: 'COPY … FROM stdin in a migration',
      at: locate(file.path, file.text, data.offset),
      help: 'write INSERT statements, or load the rows apart',
    });
  }
  const statements = pieces.filter((piece) => piece.kind === 'sql');
  const [first, last] = [statements[0], statements.at(-1)];
  const wrapped = first && last && /^(begin|start)\b/i.test(first.text) && /^(commit|end)\b/i.test(last.text);
  const inner = wrapped ? statements.slice(1, -1) : statements;
  const control = inner.find(
    ({ text }) =>
      /^(begin|start\s+transaction|commit|end|rollback|abort|prepare\s+transaction)\b/i.test(text) &&
      !/^rollback\s+to\b/i.test(text),
  );
  if (control) {
    throw migrateError('MIG103', {
      message: `${control.text.split(/\s/)[0]?.toUpperCase()} in the middle of a migration`,
      at: locate(file.path, file.text, control.offset),
      help: 'take it out: a file is one transaction; `-- migrate: commit` on a line of its own ends it early',
    });
  }
  return inner;
}

/** Statements that call PreventInTransactionBlock (utility.c), and a block that commits by itself. */
const ALONE =
  /^(?:create\s+(?:unique\s+)?index\s+concurrently|drop\s+index\s+concurrently|reindex\s+(?:\([^)]*\)\s*)?(?:\w+\s+)?concurrently|reindex\s+(?:\([^)]*\)\s*)?(?:database|system|schema)|vacuum\b|cluster\s*$|alter\s+table\b[\s\S]*\bdetach\s+partition\b[\s\S]*\bconcurrently\b|do\b[\s\S]*\bcommit\s*;|create\s+subscription\b|drop\s+subscription\b|alter\s+subscription\b[\s\S]*\brefresh\b)/i;

export function isTransactional(sql: string): boolean {
  return !ALONE.test(sql) && !/^reindex\s*\([^)]*concurrently/i.test(sql);
}

function headerOf(text: string, steps: readonly Step[]): string {
  return text.slice(0, steps[0]?.statement.offset ?? text.length);
}

function replacedBy(header: string): readonly string[] {
  return [...header.matchAll(/^--\s*migrate:\s*replaces\s+(\S.*?)\s*$/gim)].map(([, name = '']) => name);
}

/** In our words, in those of goose, and in those of dbmate. */
const EACH_ALONE =
  /^--\s*(?:migrate:\s*no-transaction|\+goose\s+no\s+transaction|migrate:(?:up|down)\s.*\btransaction:false.*)\s*$/im;

function segmentsOf(text: string, steps: readonly Step[]): readonly (readonly Step[])[] {
  const eachAlone = EACH_ALONE.test(headerOf(text, steps));
  const segments: Step[][] = [];
  let open: Step[] | undefined;
  steps.forEach((step, index) => {
    if (!open || !step.transactional || eachAlone) {
      open = [];
      segments.push(open);
    }
    open.push(step);
    const end = step.statement.offset + step.statement.text.length;
    const gap = text.slice(end, steps[index + 1]?.statement.offset ?? text.length);
    if (!step.transactional || /^\s*--\s*migrate:\s*commit\s*$/im.test(gap)) open = undefined;
  });
  return segments;
}

/** A setting that holds for the rest of the file. */
export function isSetting(sql: string): boolean {
  return /^(?:set\s+(?!local\b|constraints\b|transaction\b)|reset\b|select\s+(?:pg_catalog\.)?set_config\b)/i.test(sql);
}

/** What may delete data without a word of it in the file: what it calls is in the database. */
export function isOpaque(sql: string): boolean {
  return /^(?:do|call)\b/i.test(sql) && !isDestructive(sql);
}

/** What deletes data, told from its first words; a DO block by any of its words. */
export function isDestructive(sql: string): boolean {
  if (/^do\b/i.test(sql))
    return /\b(?:drop\s+(?:table|schema|column|owned|extension)|truncate|delete\s+from)\b/i.test(sql);
  return (
    /^(?:drop\s+table\b|drop\s+(?:role|user|group)\b(?!\s+mapping)|drop\s+(?:schema|extension|owned|type|domain)\b[\s\S]*\bcascade\b|drop\s+owned\b|truncate\b|delete\s+from\s+(?![\s\S]*\bwhere\b))/i.test(
      sql,
    ) ||
    (/^alter\s+(?:foreign\s+)?table\b/i.test(sql) &&
      /\bdrop\s+(?:column\s+)?(?!constraint\b|default\b|not\b|expression\b|identity\b)/i.test(sql))
  );
}
