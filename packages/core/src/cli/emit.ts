// Sends an outcome to its sinks. Every text passes the redactor here, and nowhere before.
import { resolve } from 'node:path';
import type { Env } from '../env/env.js';
import type { CodeTable } from '../errors/codes.js';
import type { Diagnostic } from '../errors/diagnostic.js';
import type { ExitCode } from '../errors/exit-codes.js';
import { writeFileWhole } from '../files/write.js';
import type { HtmlPage } from '../report/html.js';
import { renderJson, toJsonDiagnostic } from '../report/json.js';
import { colourful, type Paint, plain, wantsColour } from '../report/paint.js';
import type { Redactor } from '../report/redact.js';
import { renderDiagnostic } from '../report/render-diagnostic.js';
import { renderText } from '../report/text.js';
import type { ReporterName, ReporterTarget } from '../tool/reporters.js';
import type { Outcome, ToolFace } from '../tool/tool.js';
import { redactArguments } from './redact-arguments.js';

export interface Invocation {
  readonly tool: ToolFace;
  readonly codes: CodeTable;
  readonly env: Env;
  readonly redactor: Redactor;
  readonly flags: Readonly<Record<string, unknown>>;
  readonly reporters: readonly ReporterTarget[];
  readonly startedAt: Date;
  readonly durationMs: number;
}

export async function emit(invocation: Invocation, outcome: Outcome): Promise<void> {
  const { env, redactor, flags, reporters } = invocation;
  const diagnostics = outcome.diagnostics ?? [];
  // Files first: where one cannot be written, stdout is still free for the document that says so.
  for (const { name, file } of reporters)
    if (file !== undefined)
      await writeFileWhole(resolve(env.cwd, file), await render(invocation, name, outcome, plain));
  for (const { name, file } of reporters) {
    if (file !== undefined || name === 'github') continue;
    await env.stdout.write(await render(invocation, name, outcome, paintFor(env, env.stdout.isTTY, flags)));
  }
  const paint = paintFor(env, env.stderr.isTTY, flags);
  const { shown, others } = upTo(MOST_SHOWN, diagnostics);
  for (const diagnostic of shown) await env.stderr.write(redactor.redact(renderDiagnostic(diagnostic, paint)));
  if (others > 0) await env.stderr.write(`… and ${others} more; --json lists all of them\n`);
  // Workflow commands go to stderr, so that stdout stays the report; the runner reads both.
  const annotates = reporters.some((target) => target.name === 'github' && target.file === undefined);
  if (annotates)
    await env.stderr.write(redactor.redact((await import('../report/github.js')).renderGithub(diagnostics)));
}

/** Nobody reads more than these; the first of the errors are among them. */
const MOST_SHOWN = 100;

function upTo(
  most: number,
  diagnostics: readonly Diagnostic[],
): { readonly shown: readonly Diagnostic[]; readonly others: number } {
  if (diagnostics.length <= most) return { shown: diagnostics, others: 0 };
  const errors = diagnostics.filter(({ severity }) => severity === 'error').slice(0, most);
  const rest = diagnostics.filter(({ severity }) => severity !== 'error').slice(0, most - errors.length);
  return { shown: [...rest, ...errors], others: diagnostics.length - errors.length - rest.length };
}

/** The report in one format, whose renderer is loaded for it; what leaves here has passed the redactor. */
export async function render(
  invocation: Invocation,
  name: ReporterName,
  outcome: Outcome,
  paint: Paint,
): Promise<string> {
  const { redactor } = invocation;
  switch (name) {
    case 'pretty':
      return redactor.redact(renderText(outcome.report, paint));
    case 'markdown':
      return redactor.redact((await import('../report/markdown.js')).renderMarkdown(outcome.report));
    case 'github':
      return redactor.redact((await import('../report/github.js')).renderGithub(outcome.diagnostics ?? []));
    case 'html':
      return redactor.redact((await import('../report/html.js')).renderHtml(outcome.report, describePage(invocation)));
    case 'junit':
      return redactor.redact(
        (await import('../report/junit.js')).renderJunit(
          invocation.tool.name,
          outcome.checks ?? [],
          outcome.diagnostics ?? [],
          invocation.durationMs / 1_000,
        ),
      );
    case 'sarif':
      return (await import('../report/sarif.js')).renderSarif(
        outcome.findings ?? outcome.diagnostics ?? [],
        { ...invocation, exitCode: outcome.exitCode },
        (text) => redactor.redact(text),
      );
    case 'json':
      return document(invocation, outcome.exitCode, outcome.diagnostics ?? [], outcome.data);
    default:
      return name satisfies never;
  }
}

function describePage({ tool, startedAt }: Invocation): HtmlPage {
  return { title: `${tool.name} report`, footer: `${tool.name} ${tool.version}, ${startedAt.toISOString()}` };
}

function document(
  {
    tool,
    env,
    redactor,
    startedAt,
    durationMs,
  }: Pick<Invocation, 'tool' | 'env' | 'redactor' | 'startedAt' | 'durationMs'>,
  exitCode: ExitCode,
  diagnostics: readonly Diagnostic[],
  data: unknown,
): string {
  return renderJson(
    {
      schemaVersion: '1.0',
      tool: { name: tool.name, version: tool.version, node: process.versions.node },
      ok: exitCode === 0,
      exitCode,
      invocation: {
        argv: redactArguments(tool, env.argv),
        startedAt: startedAt.toISOString(),
        durationMs: Math.round(durationMs),
      },
      diagnostics: diagnostics.map(toJsonDiagnostic),
      data,
    },
    (text) => redactor.redact(text),
  );
}

/** Colours, where the stream and the flags have them. */
export function paintFor(env: Env, isTTY: boolean, flags: Readonly<Record<string, unknown>>): Paint {
  const flag = typeof flags['color'] === 'boolean' ? flags['color'] : undefined;
  return wantsColour({ isTTY }, env.variables, flag) ? colourful : plain;
}
