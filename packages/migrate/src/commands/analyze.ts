import type { Outcome, ToolContext } from '@senior-backend/core/cli/tool';
import type { Diagnostic } from '@senior-backend/core/errors/diagnostic';
import { coreError } from '@senior-backend/core/errors/tool-error';
import { connect } from '@senior-backend/core/postgres/connect';
import { resolveConnection } from '@senior-backend/core/postgres/settings';
import { type AdviceLimits, advise } from '../advise/advise.js';
import { analyze } from '../analyze/analyze.js';
import type { ANALYZE_CODES } from '../analyze/codes.js';
import { type Finding, type FindingSeverity, SEVERITIES } from '../analyze/finding.js';
import type { Observation } from '../observe/observation.js';
import { observe } from '../observe/observe.js';
import type { Analysis } from '../report/analysis.js';
import { toAnalysisData } from '../report/analysis-data.js';
import { analysisReport } from '../report/analysis-report.js';
import { compareAnalyses } from '../report/compare-analyses.js';
import type { Settings } from '../settings.js';
import { measureAdvice } from '../trial/measure-advice.js';
import { withTrials } from '../trial/with-trials.js';
import { failOnWords } from './fail-on.js';
import { readBaseline } from './read-baseline.js';

/** How many statements are looked at, worst total time first: what lies behind them adds up to next to nothing. */
const STATEMENTS = 500;

/** `--analyze`: what was seen of the database, and what should be done. Changes nothing. */
export async function runAnalyze(context: ToolContext<Settings>): Promise<Outcome> {
  const levels = failOnWords(context.settings, SEVERITIES, '--analyze');
  const { analysis, diagnostics } = await analyzeDatabase(context);
  const failing = analysis.findings.filter((finding) => levels.some((level) => isAtLeast(finding.severity, level)));
  return {
    exitCode: failing.length > 0 ? 1 : 0,
    data: toAnalysisData(analysis),
    report: analysisReport(analysis),
    diagnostics: [...diagnostics, ...failing.map(toDiagnostic)],
  };
}

/** The analysis, and what there is to say of how far it can be relied on. */
export async function analyzeDatabase(
  context: ToolContext<Settings>,
): Promise<{ readonly analysis: Analysis; readonly diagnostics: readonly Diagnostic[] }> {
  const { env, redactor, settings, progress } = context;
  if (settings.inPlace && !settings.measure)
    throw coreError('CORE001', { message: '--in-place says where --measure builds', help: 'add --measure' });
  const baseline = settings.compareWith === undefined ? undefined : await readBaseline(env, settings.compareWith);
  const connection = await resolveConnection(env, redactor, settings.connection);
  const session = await connect(connection, { applicationName: 'db-migrate' });
  try {
    progress.update('reading tables, indexes and statements');
    const observation = await observe(session, { statements: STATEMENTS });
    const findings = analyze(observation);
    progress.update('asking the planner what indexes would change');
    const { advice, diagnostics } = settings.measure
      ? await measureAdvice({ context, connection, session, observation, findings })
      : { advice: await advise(session, observation, findings, limitsOf(settings)), diagnostics: [] };
    const analysis = {
      observation,
      findings: withTrials(findings, advice.suggestions),
      advice,
      comparison: baseline ? compareAnalyses(baseline, observation, findings) : null,
    };
    return { analysis, diagnostics: [...gapDiagnostics(observation), ...diagnostics] };
  } finally {
    await session.close();
  }
}

function limitsOf({ maxIndexSize }: Settings): AdviceLimits {
  return { mostBytes: maxIndexSize ?? Number.POSITIVE_INFINITY };
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
