// From the command line to the exit code. The only place that prints a result.
import { type Env, Interrupted, OutputError } from '../env/env.js';
import { realEnv } from '../env/real-env.js';
import { CORE_CODES } from '../errors/codes.js';
import type { Diagnostic } from '../errors/diagnostic.js';
import type { ExitCode } from '../errors/exit-codes.js';
import { coreError, ToolError } from '../errors/tool-error.js';
import { createRedactor, type Redactor } from '../report/redact.js';
import { type ParsedCommandLine, parseCommandLine, requireArguments } from './command.js';
import type { Outcome, ToolFace, ToolSpec } from './tool.js';

/** Runs a tool in this process. Sets `process.exitCode`; never calls `process.exit`, which would cut piped output. */
export async function main<Settings>(tool: ToolSpec<Settings>): Promise<void> {
  process.exitCode = await runCli(tool, realEnv());
}

/** Runs a tool against a given world and gives its exit code. Does not throw. */
export async function runCli<Settings>(tool: ToolSpec<Settings>, env: Env): Promise<ExitCode> {
  const redactor = createRedactor();
  try {
    return await dispatch(tool, env, redactor);
  } catch (error) {
    if (error instanceof OutputError) return outputFailed(env, error);
    return reportFailure(tool, env, redactor, error).catch((second: unknown) =>
      second instanceof OutputError ? outputFailed(env, second) : 70,
    );
  }
}

async function dispatch<Settings>(tool: ToolSpec<Settings>, env: Env, redactor: Redactor): Promise<ExitCode> {
  const [first, second] = env.argv;
  if (first === 'help' || first === 'complete') {
    const { helpTopic, completionScript } = await import('./topics.js');
    await env.stdout.write(first === 'help' ? helpTopic(tool, second) : completionScript(tool, second));
    return 0;
  }
  if (env.argv.length === 0 && tool.arguments.some((argument) => argument.syntax.startsWith('<'))) {
    const { introduction } = await import('./topics.js');
    await env.stderr.write(introduction(tool));
    return 2;
  }
  const line = parseCommandLine(tool, env.argv, env.stdout.columns);
  if (line.kind === 'print') {
    await env.stdout.write(line.text);
    return 0;
  }
  return run(tool, env, redactor, line.parsed);
}

async function run<Settings>(
  tool: ToolSpec<Settings>,
  env: Env,
  redactor: Redactor,
  line: ParsedCommandLine,
): Promise<ExitCode> {
  const startedAt = env.now();
  const started = env.monotonicMs();
  const loaded = await tool.load();
  const { explainCode, jsonSchema } = await import('./topics.js');
  if (typeof line.flags['explain'] === 'string') {
    await env.stdout.write(explainCode({ ...CORE_CODES, ...loaded.codes }, line.flags['explain']));
    return 0;
  }
  if (line.flags['jsonSchema'] === true) {
    await env.stdout.write(await jsonSchema(tool, loaded.data));
    return 0;
  }
  if (line.flags['printConfig'] !== true) requireArguments(tool, line.arguments);
  const { prepare } = await import('./prepare.js');
  const { emit } = await import('./emit.js');
  const prepared = await prepare(tool, loaded, env, redactor, line);
  const outcome: Outcome = prepared.printConfig ?? (await loaded.run(prepared.context));
  prepared.context.progress.clear();
  const exitCode = env.signal.aborted && outcome.exitCode === 0 ? signalExitCode(env.signal.reason) : outcome.exitCode;
  await emit(
    {
      tool,
      env,
      redactor,
      flags: line.flags,
      reporters: prepared.reporters,
      startedAt,
      durationMs: env.monotonicMs() - started,
    },
    { ...outcome, exitCode },
  );
  return exitCode;
}

/** An error becomes its message on stderr, with `--json` the document on stdout too, and an exit code. */
async function reportFailure(tool: ToolFace, env: Env, redactor: Redactor, error: unknown): Promise<ExitCode> {
  if (error instanceof Interrupted) return signalExitCode(error);
  if (env.signal.aborted && isAbort(error)) return signalExitCode(env.signal.reason);
  const known = error instanceof ToolError ? error : bug(error);
  const { emitFailure } = await import('./emit.js');
  const diagnostics: readonly Diagnostic[] = [...known.related, known.diagnostic];
  await emitFailure(
    { tool, env, redactor },
    diagnostics,
    known.exitCode,
    env.argv.includes('--debug') ? (known.cause ?? known) : undefined,
  );
  return known.exitCode;
}

function bug(cause: unknown): ToolError {
  const message = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
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

/** A reader that has gone (`| head`) is no failure; a full disk behind stdout is. */
async function outputFailed(env: Env, error: OutputError): Promise<ExitCode> {
  if (error.closed) return 0;
  await env.stderr
    .write(`error[CORE104]: ${error.message}\n  help: free space, or send the output elsewhere\n`)
    .catch(() => undefined);
  return 74;
}
