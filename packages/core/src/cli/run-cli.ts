// From the command line to the exit code. The only place that prints a result.
import { type Env, OutputError } from '../env/env.js';
import { realEnv } from '../env/real-env.js';
import type { ExitCode } from '../errors/exit-codes.js';
import type { ToolSpec } from '../tool/tool.js';
import { helpText } from './help.js';

/** Runs a tool in this process. Sets `process.exitCode`; never calls `process.exit`, which would cut piped output. */
export async function main<Settings>(tool: ToolSpec<Settings>): Promise<void> {
  process.exitCode = await runCli(tool, realEnv());
}

/** Runs a tool against a given world and gives its exit code. Does not throw. */
export async function runCli<Settings>(tool: ToolSpec<Settings>, env: Env): Promise<ExitCode> {
  try {
    return (await printOnly(tool, env)) ?? (await (await import('./run-tool.js')).runTool(tool, env));
  } catch (error) {
    if (error instanceof OutputError) return outputFailed(env, error);
    throw error;
  }
}

/** The two that everybody asks first, without loading anything for them. Undefined for every other command line. */
async function printOnly<Settings>(tool: ToolSpec<Settings>, env: Env): Promise<ExitCode | undefined> {
  const [only, ...more] = env.argv;
  if (more.length > 0) return undefined;
  if (only === '--help' || only === '-h') await env.stdout.write(helpText(tool, env.stdout.columns));
  else if (only === '--version' || only === '-V') await env.stdout.write(`${tool.version}\n`);
  else return undefined;
  return 0;
}

/** A reader that has gone (`| head`) is no failure; a full disk behind stdout is. */
async function outputFailed(env: Env, error: OutputError): Promise<ExitCode> {
  if (error.closed) return 0;
  await env.stderr
    .write(`error[CORE104]: ${error.message}\n  help: free space, or send the output elsewhere\n`)
    .catch(() => undefined);
  return 74;
}
