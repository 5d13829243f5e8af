// Codes of findings and errors: what a table of them looks like, and the table of core.
import type { ExitCode } from './exit-codes.js';

export interface CodeEntry {
  /** What is wrong, in a few words, without the particulars. */
  readonly title: string;
  /** Why it matters and what to do, in one to four sentences. `--explain CODE` and `docs/errors` print it. */
  readonly explanation: string;
  /** The exit code of a run that ends with this error. Findings that do not end a run have 1. */
  readonly exitCode: ExitCode;
}

export type CodeTable = Readonly<Record<string, CodeEntry>>;

export const CORE_CODES = {
  CORE001: {
    title: 'wrong usage',
    explanation:
      'The command line has an unknown flag, a missing argument or a value that does not fit. `--help` lists every flag with an example.',
    exitCode: 2,
  },
  CORE002: {
    title: 'wrong setting',
    explanation:
      'A value from a flag, the environment or the configuration file does not fit its setting. The message names the setting and where the value came from.',
    exitCode: 2,
  },
  CORE003: {
    title: 'configuration file cannot be read',
    explanation:
      'backend.config.* was found or named but is not valid YAML, JSON or JavaScript, or has keys that no command knows.',
    exitCode: 2,
  },
  CORE004: {
    title: 'unknown code or help topic',
    explanation:
      '`--explain` takes a code such as CORE001; `help` takes the topics exit-codes, environment, configuration.',
    exitCode: 2,
  },
  CORE101: {
    title: 'file not found',
    explanation:
      'The path does not exist, or a folder on the way to it does not. Paths are relative to the current folder.',
    exitCode: 3,
  },
  CORE102: {
    title: 'file cannot be read',
    explanation:
      'The path exists and could not be read: check its permissions, and that it is a file and not a folder.',
    exitCode: 3,
  },
  CORE103: {
    title: 'output leaves the project',
    explanation:
      'A file would be written through a symbolic link, or by a path with `..`, outside the output folder. Nothing was written. Name the real folder as --output if that is what you want.',
    exitCode: 5,
  },
  CORE104: {
    title: 'output cannot be written',
    explanation:
      'The operating system refused a write: permissions, a full disk, a read-only file system. Files that were there before are as they were.',
    exitCode: 74,
  },
  CORE105: {
    title: 'would overwrite edits',
    explanation:
      'A file that the tool owns was edited by hand since the tool wrote it. Move the edit to a file of your own, or pass --force to overwrite it.',
    exitCode: 5,
  },
  CORE201: {
    title: 'connection settings are wrong',
    explanation:
      'The connection URL, keyword string, PG* variable or service file cannot be understood. The forms are those of libpq: postgresql://user@host:port/database, or host=… dbname=….',
    exitCode: 2,
  },
  CORE202: {
    title: 'cannot connect to Postgres',
    explanation:
      'No server answered at the address. Check that it runs, the host and the port, and the firewall between.',
    exitCode: 4,
  },
  CORE203: {
    title: 'Postgres refused the login',
    explanation:
      'The server answered and refused the user, the password or the database. The message says where each setting came from.',
    exitCode: 4,
  },
  CORE204: {
    title: 'TLS to Postgres failed',
    explanation:
      'The server has no TLS where sslmode demands it, or its certificate could not be verified. sslmode, sslrootcert, sslcert and sslkey mean what they mean to libpq.',
    exitCode: 4,
  },
  CORE205: {
    title: 'no scratch Postgres could be started',
    explanation:
      'A throw-away server was needed and neither local server binaries, nor a packaged server, nor the embedded one could be used.',
    exitCode: 4,
  },
  CORE900: {
    title: 'a bug in the tool',
    explanation: 'Something happened that the tool does not know. Run again with --debug for the stack and report it.',
    exitCode: 70,
  },
} as const satisfies CodeTable;
