// The end of a run that threw. Whoever asked for a report finds the error in it: a machine that reads the file of the last
// run again would take that for an answer.
import { resolve } from 'node:path';
import type { Diagnostic } from '../errors/diagnostic.js';
import type { ExitCode } from '../errors/exit-codes.js';
import { ToolError } from '../errors/tool-error.js';
import { writeFileWhole } from '../files/write.js';
import type { Block, Report } from '../report/model.js';
import { plain } from '../report/paint.js';
import { renderDiagnostic } from '../report/render-diagnostic.js';
import { term } from '../report/term.js';
import { MACHINE_REPORTERS } from '../tool/reporters.js';
import type { Outcome } from '../tool/tool.js';
import { type Invocation, paintFor, render } from './emit.js';

export interface Failure {
  /** The error last. */
  readonly diagnostics: readonly Diagnostic[];
  readonly exitCode: ExitCode;
  /** Shown with `--debug`. */
  readonly stackOf: unknown;
}

/**
 * The error on stderr; the document of a machine's format on stdout, where one was asked for; and in every file that was: JSON
 * has it in `diagnostics` with `data: null`, SARIF as a result of an execution that did not succeed, JUnit as a test case
 * that failed, the others as text. A file that cannot be written is one more error and changes no exit code.
 */
export async function emitFailure(invocation: Invocation, failure: Failure): Promise<void> {
  const { env, redactor, reporters, flags } = invocation;
  const { diagnostics, exitCode, stackOf } = failure;
  const paint = paintFor(env, env.stderr.isTTY, flags);
  const say = (diagnostic: Diagnostic): Promise<void> =>
    env.stderr.write(redactor.redact(renderDiagnostic(diagnostic, paint)));
  for (const diagnostic of diagnostics) await say(diagnostic);
  if (stackOf instanceof Error && stackOf.stack) await env.stderr.write(`${term(redactor.redact(stackOf.stack))}\n`);
  const annotates = reporters.some((target) => target.name === 'github' && target.file === undefined);
  if (annotates)
    await env.stderr.write(redactor.redact((await import('../report/github.js')).renderGithub(diagnostics)));
  const outcome: Outcome = { exitCode, data: null, report: describe(invocation, diagnostics), diagnostics };
  for (const { name, file } of reporters) {
    if (file !== undefined) {
      const unwritten = await writeReport(resolve(env.cwd, file), await render(invocation, name, outcome, plain));
      if (unwritten && !diagnostics.some(({ message }) => message === unwritten.message)) await say(unwritten);
    } else if (MACHINE_REPORTERS.has(name)) {
      await env.stdout.write(await render(invocation, name, outcome, plain));
    }
  }
}

/** Gives what kept it from being written. */
async function writeReport(path: string, text: string): Promise<Diagnostic | undefined> {
  try {
    await writeFileWhole(path, text);
    return undefined;
  } catch (error) {
    if (error instanceof ToolError) return error.diagnostic;
    throw error;
  }
}

function describe({ tool }: Invocation, diagnostics: readonly Diagnostic[]): Report {
  const blocks = diagnostics.map(({ code, severity, message, at, help }): Block => {
    const place = at && ` (${[at.file, at.line, at.column].filter((part) => part !== undefined).join(':')})`;
    return {
      kind: 'paragraph',
      text: `${severity}[${code}]: ${message}${place ?? ''}${help === undefined ? '' : `. ${help}`}`,
      ...(severity === 'error' && { tone: 'bad' as const }),
    };
  });
  return { blocks: [{ kind: 'title', text: `${tool.name}: no result` }, ...blocks] };
}
