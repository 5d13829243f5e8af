// From the command line to an outcome, and from there, or from an error, to the sinks.
import { type Env, Interrupted, OutputError } from '../env/env.js';
import { CORE_CODES, type CodeTable } from '../errors/codes.js';
import type { ExitCode } from '../errors/exit-codes.js';
import { coreError, ToolError } from '../errors/tool-error.js';
import { createRedactor, type Redactor } from '../report/redact.js';
import type { ReporterTarget } from '../tool/reporters.js';
import type { LoadedTool, Outcome, ToolFace, ToolSpec } from '../tool/tool.js';
import { type ParsedCommandLine, parseCommandLine } from './command.js';
import { emit, type Invocation } from './emit.js';
import { emitFailure } from './emit-failure.js';
import { chooseReporters, prepare, settingsInForce } from './prepare.js';
import { redactArguments } from './redact-arguments.js';
import { completionScript, explainCode, helpTopic, introduction } from './topics.js';
import { requireArguments, usageError } from './usage-error.js';

/** Throws nothing but {@link OutputError}. */
export async function runTool<Settings>(tool: ToolSpec<Settings>, env: Env): Promise<ExitCode> {
  const redactor = createRedactor();
  try {
    if (tool.demo && env.argv.includes('--demo')) return await runDemo(tool, env, redactor);
    return await dispatch(tool, env, redactor);
  } catch (error) {
    if (error instanceof OutputError) throw error;
    return reportFailure(unreadInvocation(tool, env, redactor), error);
  }
}

async function dispatch<Settings>(tool: ToolSpec<Settings>, env: Env, redactor: Redactor): Promise<ExitCode> {
  const [first, second] = env.argv;
  if (first === 'help' || first === 'complete') {
    await env.stdout.write(first === 'help' ? helpTopic(tool, second) : completionScript(tool, second));
    return 0;
  }
  if (first === undefined && tool.arguments.some((argument) => argument.syntax.startsWith('<'))) {
    await env.stderr.write(introduction(tool));
    return 2;
  }
  const line = parseCommandLine(tool, env.argv, env.stdout.columns);
  if (line.kind === 'wrong') throw usageError(tool, line.error, env.argv);
  if (line.kind === 'print') {
    await env.stdout.write(line.text);
    return 0;
  }
  return run(tool, env, redactor, line.parsed);
}

/** Sets the stage, shows the command line, runs it with whatever other flags were given, and clears the stage. */
async function runDemo<Settings>(tool: ToolSpec<Settings>, env: Env, redactor: Redactor): Promise<ExitCode> {
  const prepare = await tool.demo?.();
  const stage = await prepare?.(env);
  if (!stage) throw new Error(`${tool.name} has no demo`);
  try {
    const argv = [...stage.argv, ...env.argv.filter((word) => word !== '--demo')];
    await env.stderr.write(`$ ${tool.name} ${redactArguments(tool, argv).map(shellWord).join(' ')}\n`);
    return await dispatch(tool, { ...env, argv }, redactor);
  } finally {
    await stage.close();
  }
}

function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word}'`;
}

/** What is known of a run while it goes on; an error is reported with that. */
interface Course {
  codes: CodeTable;
  reporters: readonly ReporterTarget[];
}

async function run<Settings>(
  tool: ToolSpec<Settings>,
  env: Env,
  redactor: Redactor,
  line: ParsedCommandLine,
): Promise<ExitCode> {
  const [startedAt, started] = [env.now(), env.monotonicMs()];
  const course: Course = { codes: CORE_CODES, reporters: reportersOfFlags(tool, env, line) };
  const invocation = (): Invocation => ({
    tool,
    env,
    redactor,
    flags: line.flags,
    ...course,
    startedAt,
    durationMs: env.monotonicMs() - started,
  });
  try {
    return await perform(tool, line, course, invocation);
  } catch (error) {
    if (error instanceof OutputError) throw error;
    return reportFailure(invocation(), error);
  }
}

async function perform<Settings>(
  tool: ToolSpec<Settings>,
  line: ParsedCommandLine,
  course: Course,
  invocation: () => Invocation,
): Promise<ExitCode> {
  const { env, redactor } = invocation();
  const loaded = await tool.load();
  course.codes = { ...CORE_CODES, ...loaded.codes };
  const about = await aboutItself(tool, loaded, line);
  if (about !== undefined) {
    await env.stdout.write(about);
    return 0;
  }
  if (line.flags['printConfig'] !== true) requireArguments(tool, line);
  const inForce = await settingsInForce(tool, env, redactor, line);
  course.reporters = inForce.reporters;
  const { context, printConfig } = prepare(tool, loaded, env, redactor, line, inForce);
  const publish = (outcome: Outcome): Promise<void> => {
    context.progress.clear();
    return emit(invocation(), outcome);
  };
  const outcome: Outcome = printConfig ?? (await loaded.run({ ...context, publish }));
  const exitCode = env.signal.aborted && outcome.exitCode === 0 ? signalExitCode(env.signal.reason) : outcome.exitCode;
  // As it is where nothing changes: its report may be one that is made when it is asked for.
  await publish(exitCode === outcome.exitCode ? outcome : { ...outcome, exitCode });
  return exitCode;
}

/** Before the settings are known, or where they cannot be: what the command line itself asks for. */
function reportersOfFlags(tool: ToolFace, env: Env, line: ParsedCommandLine): readonly ReporterTarget[] {
  try {
    return chooseReporters(tool, env, line, line.flags['reporter']);
  } catch {
    return line.flags['json'] === true ? [{ name: 'json' }] : []; // the error that is reported says what is wrong
  }
}

/** The answer to `--explain` and `--json-schema`; undefined where neither was asked. */
async function aboutItself<Settings>(
  tool: ToolFace,
  loaded: LoadedTool<Settings>,
  { flags }: ParsedCommandLine,
): Promise<string | undefined> {
  if (typeof flags['explain'] === 'string') return explainCode({ ...CORE_CODES, ...loaded.codes }, flags['explain']);
  if (flags['jsonSchema'] !== true) return undefined;
  return (await import('./json-schema.js')).jsonSchema(tool, await loaded.data());
}

/** An error becomes its message on stderr, stands in every report that was asked for, and gives the exit code. */
async function reportFailure(invocation: Invocation, error: unknown): Promise<ExitCode> {
  const { env } = invocation;
  if (error instanceof Interrupted) return signalExitCode(error);
  if (env.signal.aborted && isAbort(error)) return signalExitCode(env.signal.reason);
  const known = error instanceof ToolError ? error : bug(error);
  await emitFailure(invocation, {
    diagnostics: [...known.related, known.diagnostic],
    exitCode: known.exitCode,
    stackOf: env.argv.includes('--debug') ? (known.cause ?? known) : undefined,
  });
  return known.exitCode;
}

/** Of a command line that could not be read: only what can be seen in its words. */
function unreadInvocation(tool: ToolFace, env: Env, redactor: Redactor): Invocation {
  const { argv } = env;
  const json: readonly ReporterTarget[] = argv.includes('--json') ? [{ name: 'json' }] : [];
  const github: readonly ReporterTarget[] = env.variables['GITHUB_ACTIONS'] === 'true' ? [{ name: 'github' }] : [];
  const flags = argv.includes('--no-color') ? { color: false } : argv.includes('--color') ? { color: true } : {};
  return {
    tool,
    codes: CORE_CODES,
    env,
    redactor,
    flags,
    reporters: [...json, ...github],
    startedAt: env.now(),
    durationMs: 0,
  };
}

function bug(cause: unknown): ToolError {
  const message = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
  if (isOutOfFiles(cause)) {
    return coreError('CORE102', {
      message: 'too many open files: this process may not open as many as it needs',
      help: 'raise the limit: ulimit -n 1024',
      cause,
    });
  }
  return coreError('CORE900', {
    message,
    help: 'this is a bug in the tool: run again with --debug and report what it prints',
    cause,
  });
}

function isAbort(error: unknown): boolean {
  return error instanceof Error && (error.name === 'AbortError' || error instanceof Interrupted);
}

function signalExitCode(reason: unknown): 130 | 143 {
  return reason instanceof Interrupted && reason.signalName === 'SIGTERM' ? 143 : 130;
}

/**
 * The limit on descriptors (ulimit -n) is the machine's, and no bug of ours. Node itself says "cannot find package" where a
 * package.json could not be opened for want of one; a module that cannot be found under so low a limit is that.
 */
function isOutOfFiles(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = String((error as NodeJS.ErrnoException).code);
  if (['EMFILE', 'ENFILE'].includes(code)) return true;
  return ['ERR_MODULE_NOT_FOUND', 'MODULE_NOT_FOUND'].includes(code) && descriptorLimit() < LOADING_DESCRIPTORS;
}

/** As many as loading a tool has ever open at once, with room. */
const LOADING_DESCRIPTORS = 256;

/** The soft limit; infinite where the system has none or does not say. */
function descriptorLimit(): number {
  const report = process.report.getReport() as { userLimits?: { open_files?: { soft?: number | string } } };
  const limit = Number(report.userLimits?.open_files?.soft);
  return Number.isNaN(limit) ? Number.POSITIVE_INFINITY : limit;
}
