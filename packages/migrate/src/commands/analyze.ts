import type { Outcome, ToolContext } from '@senior-backend/core/cli/tool';
import type { Diagnostic } from '@senior-backend/core/errors/diagnostic';
import { connect } from '@senior-backend/core/postgres/connect';
import { resolveConnection } from '@senior-backend/core/postgres/settings';
import { type Advice, advise } from '../advise/advise.js';
import { analyze } from '../analyze/analyze.js';
import type { ANALYZE_CODES } from '../analyze/codes.js';
import { type Finding, type FindingSeverity, SEVERITIES } from '../analyze/finding.js';
import type { Observation } from '../observe/observation.js';
import { observe } from '../observe/observe.js';
import { toAnalysisData } from '../report/analysis-data.js';
import { analysisReport } from '../report/analysis-report.js';
import type { Settings } from '../settings.js';
import { failOnWords } from './fail-on.js';

/** How many statements are looked at, worst total time first: what lies behind them adds up to next to nothing. */
const STATEMENTS = 500;

export interface Analysis {
  readonly observation: Observation;
  readonly findings: readonly Finding[];
  readonly advice: Advice;
}

/** `--analyze`: what was seen of the database, and what should be done. Changes nothing. */
export async function runAnalyze(context: ToolContext<Settings>): Promise<Outcome> {
  const levels = failOnWords(context.settings, SEVERITIES, '--analyze');
  const { observation, findings, advice } = await analyzeDatabase(context);
  const failing = findings.filter((finding) => levels.some((level) => isAtLeast(finding.severity, level)));
  return {
    exitCode: failing.length > 0 ? 1 : 0,
    data: toAnalysisData(observation, findings, advice),
    report: analysisReport(observation, findings, advice),
    diagnostics: [...gapDiagnostics(observation), ...failing.map(toDiagnostic)],
  };
}

export async function analyzeDatabase({ env, redactor, settings, progress }: ToolContext<Settings>): Promise<Analysis> {
  const session = await connect(await resolveConnection(env, redactor, settings.connection), {
    applicationName: 'db-migrate',
  });
  try {
    progress.update('reading tables, indexes and statements');
    const observation = await observe(session, { statements: STATEMENTS });
    const findings = analyze(observation);
    progress.update('asking the planner what indexes would change');
    const advice = await advise(session, observation, findings, {
      mostBytes: settings.maxIndexSize ?? Number.POSITIVE_INFINITY,
    });
    return { observation, findings, advice };
  } finally {
    await session.close();
  }
}

function isAtLeast(severity: FindingSeverity, level: FindingSeverity): boolean {
  return SEVERITIES.indexOf(severity) <= SEVERITIES.indexOf(level);
}

function toDiagnostic({ code, object, columns, summary, ddl }: Finding): Diagnostic {
  const where = columns.length === 0 ? object : `${object} (${columns.join(', ')})`;
  return { code, severity: 'error', message: `${where}: ${summary}`, ...(ddl !== null && { help: `${ddl};` }) };
}

/** Without statements there are no times. What would give them is said, not done. */
function gapDiagnostics({ workload, server }: Observation): readonly Diagnostic[] {
  const code = 'MIG510' satisfies keyof typeof ANALYZE_CODES;
  switch (workload.gap) {
    case null:
      return [];
    case 'not-installed':
      return [
        {
          code,
          severity: 'warning',
          message: `no query times: pg_stat_statements is not installed in ${server.database}`,
          help: "set shared_preload_libraries = 'pg_stat_statements' in postgresql.conf and restart, then:\nCREATE EXTENSION pg_stat_statements;",
        },
      ];
    case 'not-loaded':
      return [
        {
          code,
          severity: 'warning',
          message: 'no query times: pg_stat_statements is installed and the server does not load it',
          help: "set shared_preload_libraries = 'pg_stat_statements' in postgresql.conf and restart the server",
        },
      ];
    case 'no-rights':
      return [
        {
          code,
          severity: 'warning',
          message: 'some statements are hidden from this role, and their times are missing',
          help: 'GRANT pg_read_all_stats TO the role that analyses',
        },
      ];
    default:
      return workload.gap satisfies never;
  }
}
