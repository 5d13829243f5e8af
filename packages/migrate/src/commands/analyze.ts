import type { Diagnostic, Severity } from '@senior-backend/core/errors/diagnostic';
import { connect } from '@senior-backend/core/postgres/connect';
import { resolveConnection } from '@senior-backend/core/postgres/settings';
import type { Outcome, ToolContext } from '@senior-backend/core/tool/tool';
import { type AdviceLimits, advise } from '../advise/advise.js';
import { settleFindings } from '../advise/settle-findings.js';
import { analyze } from '../analyze/analyze.js';
import type { ANALYZE_CODES } from '../analyze/codes.js';
import { type Finding, type FindingSeverity, SEVERITIES } from '../analyze/finding.js';
import { type Ignore, ignoreFindings } from '../analyze/ignore-findings.js';
import { observe } from '../observe/observe.js';
import { type Analysis, toReported } from '../report/analysis.js';
import { toAnalysisData } from '../report/analysis-data.js';
import { analysisReport } from '../report/analysis-report.js';
import { compareAnalyses } from '../report/compare-analyses.js';
import type { Settings } from '../settings.js';
import { measureAdvice } from '../trial/measure-advice.js';
import { withTrials } from '../trial/with-trials.js';
import { caveats } from './caveats.js';
import { failOnWords } from './fail-on.js';
import { readBaseline } from './read-baseline.js';
import { statementSource } from './statement-source.js';

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
    // Made when a reporter asks: of ten thousand tables each of these is tens of megabytes.
    get report() {
      return analysisReport(analysis);
    },
    diagnostics: [...diagnostics, ...failing.map((finding) => toDiagnostic(finding, 'error'))],
    get findings() {
      return analysis.findings.map((finding) => toDiagnostic(finding, LEVELS[finding.severity]));
    },
  };
}

/** The analysis, and what there is to say of how far it can be relied on. */
export async function analyzeDatabase(
  context: ToolContext<Settings>,
): Promise<{ readonly analysis: Analysis; readonly diagnostics: readonly Diagnostic[] }> {
  const { env, redactor, settings, progress } = context;
  const baseline = settings.compareWith === undefined ? undefined : await readBaseline(env, settings.compareWith);
  const connection = await resolveConnection(env, redactor, settings.connection);
  const session = await connect(connection, { applicationName: 'db-migrate' });
  try {
    const source = await statementSource(context, session, STATEMENTS);
    progress.update('reading tables, indexes and statements');
    const observation = await observe(session, { statements: STATEMENTS, source });
    const { findings, ignored, stale } = ignoreFindings(analyze(observation), settings.ignore);
    progress.update('asking the planner what indexes would change');
    const { advice, diagnostics } = settings.measure
      ? await measureAdvice({ context, connection, session, observation, findings })
      : { advice: await advise(session, observation, findings, limitsOf(settings)), diagnostics: [] };
    const settled = withTrials(settleFindings(findings, advice), advice.suggestions);
    const analysis = {
      observation: toReported(observation),
      findings: settled,
      ignored,
      advice,
      comparison: baseline ? compareAnalyses(baseline, observation, settled) : null,
    };
    return { analysis, diagnostics: [...caveats(observation, env.now()), ...stale.map(staleIgnore), ...diagnostics] };
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

/** What a finding is to a reader of SARIF. */
const LEVELS: Readonly<Record<FindingSeverity, Severity>> = { high: 'error', medium: 'warning', low: 'info' };

function toDiagnostic({ code, object, columns, summary, ddl }: Finding, severity: Severity): Diagnostic {
  const where = columns.length === 0 ? object : `${object} (${columns.join(', ')})`;
  return { code, severity, message: `${where}: ${summary}`, ...(ddl !== null && { help: `${ddl};` }) };
}

function staleIgnore({ code, object }: Ignore): Diagnostic {
  const what = object === undefined ? code : `${code}:${object}`;
  return {
    code: 'MIG530' satisfies keyof typeof ANALYZE_CODES,
    severity: 'warning',
    message: `--ignore ${what}: there is no such finding`,
    help: 'take it away, so that it does not hide a new one',
  };
}
