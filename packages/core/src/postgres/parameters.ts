// The connection parameters of libpq that mean something here (PostgreSQL documentation, 34.1.2 and 34.15).

export const PARAMETERS = {
  host: 'PGHOST',
  hostaddr: 'PGHOSTADDR',
  port: 'PGPORT',
  dbname: 'PGDATABASE',
  user: 'PGUSER',
  password: 'PGPASSWORD',
  passfile: 'PGPASSFILE',
  service: 'PGSERVICE',
  servicefile: 'PGSERVICEFILE',
  options: 'PGOPTIONS',
  application_name: 'PGAPPNAME',
  fallback_application_name: undefined,
  connect_timeout: 'PGCONNECT_TIMEOUT',
  client_encoding: 'PGCLIENTENCODING',
  target_session_attrs: 'PGTARGETSESSIONATTRS',
  load_balance_hosts: 'PGLOADBALANCEHOSTS',
  sslmode: 'PGSSLMODE',
  sslrootcert: 'PGSSLROOTCERT',
  sslcert: 'PGSSLCERT',
  sslkey: 'PGSSLKEY',
  sslpassword: undefined,
  sslsni: 'PGSSLSNI',
  keepalives: undefined,
  keepalives_idle: undefined,
  gssencmode: 'PGGSSENCMODE',
  channel_binding: 'PGCHANNELBINDING',
} as const;

export type Parameter = keyof typeof PARAMETERS;

export function isParameter(name: string): name is Parameter {
  return Object.hasOwn(PARAMETERS, name);
}

/** A parameter and where it was set: `--connection`, `DATABASE_URL`, `PGHOST`, `service file …`, `default`. */
export interface SetParameter {
  readonly value: string;
  readonly source: string;
}

export type ParameterSet = Readonly<Partial<Record<Parameter, SetParameter>>>;
