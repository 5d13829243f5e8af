// Words for the tests of analysis rules: build a database, run a workload, analyse it, run the fix, analyse again.
import { analyze } from '../../packages/migrate/src/analyze/analyze.js';
import type { AnalyzeCode } from '../../packages/migrate/src/analyze/codes.js';
import type { Finding } from '../../packages/migrate/src/analyze/finding.js';
import type { Observation } from '../../packages/migrate/src/observe/observation.js';
import { observe } from '../../packages/migrate/src/observe/observe.js';
import { testDatabase } from './postgres.js';

export interface AnalysedDatabase {
  readonly observation: Observation;
  readonly findings: readonly Finding[];
  of(code: AnalyzeCode): readonly Finding[];
  /** Runs statements, as many times as wanted, and analyses again. */
  after(sql: string | readonly string[], times?: number): Promise<AnalysedDatabase>;
}

export interface WorkloadStep {
  readonly sql: string;
  readonly values?: readonly unknown[];
  readonly times?: number;
}

/** A database with this schema, analysed by Postgres, that has seen this workload. */
export async function analysed(schema: string, workload: readonly WorkloadStep[] = []): Promise<AnalysedDatabase> {
  const database = await testDatabase({ sql: `CREATE EXTENSION pg_stat_statements; ${schema}` });
  const session = await database.session();
  await session.execute('ANALYZE');
  for (const { sql, values = [], times = 1 } of workload) {
    for (let run = 0; run < times; run += 1) await session.query(sql, values);
  }
  const look = async (): Promise<AnalysedDatabase> => {
    // Counters reach the shared statistics when a session is idle; on 15 and later at the latest by this call.
    await session.query('SELECT pg_stat_force_next_flush()');
    const observer = await database.session();
    const observation = await observe(observer, { statements: 200 });
    await observer.close();
    const findings = analyze(observation);
    return {
      observation,
      findings,
      of: (code) => findings.filter((finding) => finding.code === code),
      async after(sql, times = 1) {
        for (let run = 0; run < times; run += 1) {
          for (const statement of typeof sql === 'string' ? [sql] : sql) await session.execute(statement);
        }
        return look();
      },
    };
  };
  return look();
}
