// Keeps running: generates again whenever a file of the spec changes, until it is interrupted.
import { type FSWatcher, watch as watchFolder } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { coreError, ToolError } from '@senior-backend/core/errors/tool-error';
import type { Outcome, ToolContext } from '@senior-backend/core/tool/tool';
import { isUrl } from '../read/openapi/reference-target.js';
import { reportChange, reportRun } from '../report.js';
import type { Settings } from '../settings.js';
import { generate } from './scaffold.js';

/** Editors write a file in several steps; what comes within this time is one change. */
const SETTLE_MS = 20;

/** Never returns an outcome of its own: throws the {@link Interrupted} that ended it. */
export async function watch(context: ToolContext<Settings>): Promise<Outcome> {
  const { env } = context;
  const spec = context.arguments[0] ?? '';
  refuseWhatCannotBeWatched(spec, context);
  const changes = new Changes();
  try {
    let sources: readonly string[] = [resolve(env.cwd, spec)];
    for (let isFirst = true; ; isFirst = false) {
      const started = env.monotonicMs();
      changes.follow(sources);
      try {
        const run = await generate(context);
        sources = run.sources.filter((source) => !isUrl(source));
        changes.follow(sources);
        await context.publish(await (isFirst ? reportRun(run) : reportChange(run, env.monotonicMs() - started)));
      } catch (error) {
        if (!(error instanceof ToolError)) throw error;
        await context.publish(failed(error));
      }
      await context.say(`watching ${sources.length === 1 ? spec : `${sources.length} files`}; Ctrl-C ends it`);
      await changes.next(env.signal);
    }
  } finally {
    changes.close();
  }
}

function refuseWhatCannotBeWatched(spec: string, { oneDocument }: ToolContext<Settings>): void {
  const refuse = (what: string, help: string): void => {
    throw coreError('CORE001', { message: `--watch cannot be used with ${what}`, help });
  };
  if (spec === '-') refuse('standard input', 'name a file');
  if (isUrl(spec)) refuse('a document on the network', 'download it, and name the file');
  if (oneDocument) refuse('a reporter that prints one document', 'leave out --json, or --watch');
}

function failed(error: ToolError): Outcome {
  return {
    exitCode: error.exitCode,
    data: null,
    report: { blocks: [] },
    diagnostics: [...error.related, error.diagnostic],
  };
}

/** Watches the folders of files, since editors replace a file rather than write it. */
class Changes {
  readonly #watchers = new Map<string, FSWatcher>();
  #files: ReadonlySet<string> = new Set();
  #isDirty = false;
  #wake: () => void = () => undefined;

  follow(files: readonly string[]): void {
    this.#files = new Set(files);
    const folders = new Set(files.map((file) => dirname(file)));
    for (const [folder, watcher] of this.#watchers) {
      if (folders.has(folder)) continue;
      watcher.close();
      this.#watchers.delete(folder);
    }
    for (const folder of folders) {
      if (this.#watchers.has(folder)) continue;
      const watcher = watchFolder(folder, (_, name) => this.#changed(folder, name));
      // A folder that is removed or renamed counts as a change: the next reading says what is missing.
      watcher.on('error', () => this.#changed(folder, null));
      this.#watchers.set(folder, watcher);
    }
  }

  /** Resolves when a file has changed since the last call, and no more changes come. Rejects when interrupted. */
  async next(signal: AbortSignal): Promise<void> {
    await new Promise<void>((done, failed) => {
      const interrupted = (): void => failed(signal.reason as Error);
      if (signal.aborted) interrupted();
      signal.addEventListener('abort', interrupted, { once: true });
      let settling: NodeJS.Timeout | undefined;
      this.#wake = () => {
        clearTimeout(settling);
        settling = setTimeout(() => {
          signal.removeEventListener('abort', interrupted);
          done();
        }, SETTLE_MS);
      };
      if (this.#isDirty) this.#wake();
    });
    this.#isDirty = false;
    this.#wake = () => undefined;
  }

  close(): void {
    for (const watcher of this.#watchers.values()) watcher.close();
  }

  #changed(folder: string, name: string | null): void {
    const isOurs =
      name === null || [...this.#files].some((file) => dirname(file) === folder && basename(file) === name);
    if (!isOurs) return;
    this.#isDirty = true;
    this.#wake();
  }
}
