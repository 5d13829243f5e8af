// One connection to a database, whatever is behind it: a server over a socket, or the embedded Postgres.

export interface Notice {
  readonly severity: string;
  readonly code: string;
  readonly message: string;
}

export interface Session {
  /** `server_version_num`: 150020 is 15.20. */
  readonly serverVersion: number;
  readonly database: string;
  readonly user: string;
  /** Process id of the backend; undefined for the embedded Postgres. */
  readonly processId: number | undefined;
  /** One statement with parameters, rows as objects. int8 and numeric come as strings, json parsed, arrays as arrays. */
  query<Row extends object = Record<string, unknown>>(
    sql: string,
    values?: readonly unknown[],
  ): Promise<readonly Row[]>;
  /** Any number of statements without parameters, as the simple query protocol takes them. */
  execute(sql: string): Promise<void>;
  /** The same, with each row as it comes: the server goes on to the next statement without being asked, and nothing is kept. */
  stream<Row extends object>(sql: string, take: (row: Row) => void): Promise<void>;
  /** Called for each NOTICE and WARNING of this session. */
  onNotice(listener: (notice: Notice) => void): void;
  /** Asks the server to cancel the statement that runs now. Does nothing where none runs. */
  cancel(): Promise<void>;
  close(): Promise<void>;
}

/** What a server says of a failed statement (protocol section 55.8). */
export interface ServerError extends Error {
  /** SQLSTATE. */
  readonly code: string;
  readonly severity: string;
  readonly detail?: string;
  readonly hint?: string;
  /** Character position in the statement, from 1. */
  readonly position?: string;
  readonly where?: string;
  readonly schema?: string;
  readonly table?: string;
  readonly column?: string;
  readonly constraint?: string;
}

/** Whether an error came from the server, with an SQLSTATE. */
export function isServerError(error: unknown): error is ServerError {
  return (
    error instanceof Error &&
    typeof (error as { code?: unknown }).code === 'string' &&
    /^[0-9A-Z]{5}$/.test((error as ServerError).code) &&
    'severity' in error
  );
}
