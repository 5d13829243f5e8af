// `--mock`: reads the document, and serves it until it is interrupted.

import type { Outcome, ToolContext } from '@senior-backend/core/tool/tool';
import { requestAnswerer } from '../mock/answer-request.js';
import { type MockServer, startMockServer } from '../mock/mock-server.js';
import { planApi } from '../plan/plan-api.js';
import type { SpecReading } from '../read/openapi/read-spec.js';
import { readDocument } from '../read/read-document.js';
import { createSampler } from '../runtime/create-sampler.js';
import { loadRuntime } from '../runtime/load-runtime.js';
import { errorOptions, type Settings } from '../settings.js';

/** Never returns an outcome of its own: throws the {@link Interrupted} that ended it. */
export async function serveMock(context: ToolContext<Settings>): Promise<Outcome> {
  const { env, settings, progress } = context;
  const reading = await readDocument(context);
  progress.update('generating');
  const plan = planApi(onlyTags(reading, settings));
  const say = (line: string): void => {
    // A terminal that has gone must not end the server.
    context.say(line).catch(() => undefined);
  };
  const answer = requestAnswerer({
    plan,
    runtime: await loadRuntime(plan, errorOptions(settings)),
    sampler: createSampler(reading.model, settings.seed),
    warn: (message) => say(`warning: ${message}`),
  });
  env.signal.throwIfAborted();
  const server = await startMockServer({ host: settings.host, port: settings.port, answer, log: say });
  try {
    await context.publish(started(reading, server));
    if (!context.oneDocument) await context.say('Ctrl-C ends it');
    await new Promise((done) => env.signal.addEventListener('abort', done, { once: true }));
  } finally {
    await server.close();
  }
  throw env.signal.reason;
}

function onlyTags({ model }: SpecReading, { only }: Settings): SpecReading['model'] {
  if (only === undefined) return model;
  return { ...model, operations: model.operations.filter(({ tag }) => only.includes(tag ?? 'default')) };
}

function started({ model, diagnostics }: SpecReading, { url }: MockServer): Outcome {
  const operations = model.operations.map(({ method, path, operationId }) => ({
    method: method.toUpperCase(),
    path,
    operationId: operationId ?? null,
  }));
  return {
    exitCode: 0,
    data: { files: [], operations: [], unresolved: [], mock: { url, operations } },
    report: {
      blocks: [
        {
          kind: 'paragraph',
          text: `${model.title} ${model.version}: a mock of ${operations.length} operations at ${url}`,
        },
        {
          kind: 'list',
          items: operations.map(({ method, path, operationId }) => ({
            text: `${method} ${path}${operationId === null ? '' : ` (${operationId})`}`,
          })),
        },
      ],
    },
    diagnostics,
  };
}
