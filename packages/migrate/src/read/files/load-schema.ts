// Loads SQL files into an empty scratch database. PostgreSQL alone understands them; here they are only cut apart.

import { type Location, locate } from '@senior-backend/core/errors/diagnostic';
import { isServerError, type ServerError, type Session } from '@senior-backend/core/postgres/session';
import type { SqlPiece, SqlStatement } from '@senior-backend/core/postgres/sql/split';
import { migrateError } from '../../codes.js';
import type { Scratch } from '../../scratch/scratch.js';
import { definedName } from './defined-names.js';
import { settingHere } from './own-settings.js';
import { refuseConnecting, refuseForeignStatement } from './refuse.js';
import type { SqlFile } from './schema-source.js';
import { splitFile } from './split-file.js';

interface Placed {
  readonly file: SqlFile;
  readonly statement: SqlStatement;
}

export interface LoadOptions {
  /** Given where missing roles are to be made. */
  readonly createRole?: Scratch['createRole'];
  /**
   * Given where the files may make roles, since the server is there for nothing else: the name of the connected database, for
   * which they may set something.
   */
  readonly connected?: string;
}

/** SQLSTATEs that say that something is there already. */
const THERE_ALREADY = new Set(['42P07', '42710', '42723', '42P06']);

/** SQLSTATEs that say that something is not there (yet): class 42, undefined objects; 3F000, no such schema. */
const NOT_THERE_YET = new Set(['42P01', '42704', '42883', '42703', '3F000', '2BP01', '42P10']);

/**
 * Runs the files in order. What fails because something is not there yet is tried again after the rest, for as long as
 * that helps: the files of a folder need no order. Throws MIG101 with the place of the statement that cannot run.
 */
export async function loadSchema(
  session: Session,
  files: readonly SqlFile[],
  { createRole, connected }: LoadOptions = {},
): Promise<void> {
  await session.execute('SET check_function_bodies = off');
  const all = files.flatMap((file) => readStatements(file, connected, session.database));
  let waiting = all;
  const isFolder = files.length > 1;
  while (waiting.length > 0) {
    const failed = await runRound(session, waiting, { all, mayWait: isFolder, createRole });
    const [first] = failed;
    if (!first) break;
    if (failed.length === waiting.length) throw first.error;
    waiting = failed.map(({ placed }) => placed);
  }
  await session.execute('RESET ALL');
}

interface RoundOptions {
  readonly all: readonly Placed[];
  /** What something is missing for may be tried again, after the others. */
  readonly mayWait: boolean;
  /** Makes the roles that statements speak of, where they are nobody's. */
  readonly createRole: Scratch['createRole'];
}

async function runRound(
  session: Session,
  statements: readonly Placed[],
  { all, mayWait, createRole }: RoundOptions,
): Promise<readonly { placed: Placed; error: Error }[]> {
  const failed: { placed: Placed; error: Error }[] = [];
  for (const placed of statements) {
    try {
      await runWithRoles(session, placed.statement.text, createRole);
    } catch (error) {
      if (!isServerError(error)) throw error;
      const coded = migrateError('MIG101', {
        message: error.message,
        at: placeOf(placed.file, placed.statement, error),
        help: firstDefinition(placed, error, all) ?? helpFor(error),
        cause: error,
      });
      if (!mayWait || !NOT_THERE_YET.has(error.code)) throw coded;
      failed.push({ placed, error: coded });
    }
  }
  return failed;
}

/** Runs it again for each role that the server misses, once that is there. */
async function runWithRoles(session: Session, sql: string, createRole: Scratch['createRole']): Promise<void> {
  for (const made = new Set<string>(); ; ) {
    try {
      await session.execute(sql);
      return;
    } catch (error) {
      const role = isServerError(error) ? MISSING_ROLE.exec(error.message)?.[1] : undefined;
      if (!createRole || role === undefined || made.has(role)) throw error;
      made.add(role);
      await createRole(session, role);
    }
  }
}

/** As a server says it that we started ourselves: in English. */
const MISSING_ROLE = /^role "(.+)" does not exist$/;

function readStatements(file: SqlFile, connected: string | undefined, here: string): readonly Placed[] {
  return splitFile(file).flatMap((piece) => {
    const setting = piece.kind === 'sql' && connected !== undefined && settingHere(piece.text, connected, here);
    if (piece.kind === 'sql' && setting) return [{ file, statement: { ...piece, text: setting } }];
    return placed(file, piece, connected !== undefined);
  });
}

/** COPY and its rows are left out: a schema has no rows. */
function placed(file: SqlFile, piece: SqlPiece, mayMakeRoles: boolean): readonly Placed[] {
  if (piece.kind === 'copyData') return [];
  refuseForeignStatement(file, piece, { roles: mayMakeRoles });
  refuseConnecting(file, piece);
  if (piece.kind === 'psql' || /^copy\b/i.test(piece.text)) return [];
  return [{ file, statement: piece }];
}

/** Where in the file the server points to: its position counts characters of the statement, from 1. */
export function placeOf(file: SqlFile, statement: SqlStatement, error?: ServerError): Location {
  const characters = Number(error?.position ?? 1) - 1;
  const before = [...statement.text].slice(0, Number.isFinite(characters) ? characters : 0).join('');
  return locate(file.path, file.text, statement.offset + before.length);
}

/** Both places are named where two statements define the same thing. */
function firstDefinition({ statement }: Placed, { code }: ServerError, all: readonly Placed[]): string | undefined {
  const name = THERE_ALREADY.has(code) ? definedName(statement.text) : undefined;
  const first = name && all.find((other) => JSON.stringify(definedName(other.statement.text)) === JSON.stringify(name));
  if (!first || first.statement === statement) return undefined;
  const { file, line, column } = placeOf(first.file, first.statement);
  return `it is defined at ${file}:${line}:${column} already: keep one of the two`;
}

function helpFor(error: ServerError): string {
  if (error.hint) return error.hint;
  if (error.code === '42501')
    return 'the role lacks the right for this; load with another role, or use --scratch embedded';
  if (error.code === '58P01' || error.code === '0A000')
    return 'the scratch server does not have this; --scratch server uses the server that is compared';
  return error.detail ?? 'correct the statement; PostgreSQL refused it as it stands';
}
