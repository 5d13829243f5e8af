// A test for each operation: a request that it takes, and where it has a body, one that it must refuse.
import type { OutputFile } from '@senior-backend/core/files/output-file';
import { type Code, code, joinCode, key, str } from '../emit/code.js';
import { type Doc, entry, group, print } from '../emit/layout.js';
import { jsonLiteral, list } from '../emit/zod/call.js';
import { groupBy } from '../group-by.js';
import type { ApiPlan, PlannedOperation } from '../plan/api-plan.js';
import type { Sampler } from '../runtime/create-sampler.js';
import type { Runtime } from '../runtime/load-runtime.js';
import { type SampleRequest, sampleRequest } from './sample-request.js';

/** `test/<tag>.test.ts`, written once and the user's from then on. */
export function emitTests(plan: ApiPlan, runtime: Runtime, sampler: Sampler): readonly OutputFile[] {
  return [...groupBy(plan.operations, ({ file }) => file)].map(([file, operations]) => {
    const tests = operations.map((planned) => ({ planned, request: sampleRequest(plan, planned, runtime, sampler) }));
    const refusals = tests.map(({ planned, request }) => refusal(planned, request, runtime));
    const parts = tests.flatMap(({ planned, request }, index) => [
      acceptance(planned, request),
      ...(refusals[index] ?? []),
    ]);
    const isCalled = tests.some(({ request }) => request !== undefined);
    const isRefused = refusals.some((tests) => tests.length > 0);
    return {
      path: `test/${file}.test.ts`,
      owner: 'user' as const,
      content: `${joinCode([imports(isCalled, isRefused), ...parts], '\n\n')}\n`,
    };
  });
}

function imports(isCalled: boolean, isRefused: boolean): Code {
  const first = code`import { test } from 'node:test';`;
  if (!isCalled) return first;
  const names = isRefused ? code`call, expectAnswer, expectRefusal` : code`call, expectAnswer`;
  return code`${first}\nimport { ${names} } from './support.js';`;
}

function titleOf({ operation, name }: PlannedOperation): string {
  return `${operation.method.toUpperCase()} ${operation.path} (${name})`;
}

function acceptance(planned: PlannedOperation, request: SampleRequest | undefined): Code {
  if (!request) return code`test(${str(titleOf(planned))}, { todo: 'no request could be made from the document' });`;
  const call = print(callOf(request), 2, 17);
  return code`test(${str(titleOf(planned))}, async (t) => {\n  const answer = ${call};\n  expectAnswer(t, ${str(planned.name)}, answer);\n});`;
}

/** A body that is no value of its schema, where there is one: null, an empty object. */
function refusal(planned: PlannedOperation, request: SampleRequest | undefined, runtime: Runtime): readonly Code[] {
  const { body } = request ?? {};
  const validator = body && runtime.operations[planned.name]?.().body?.content[body.type]?.schema;
  const wrong = [{}, null, 'text'].find((value) => validator?.safeParse(value).success === false);
  if (!request || !body || wrong === undefined) return [];
  const call = print(callOf({ ...request, body: { type: body.type, value: wrong } }), 2, 17);
  const title = str(`${titleOf(planned)} refuses a body that does not fit`);
  return [code`test(${title}, async (t) => {\n  const answer = ${call};\n  expectRefusal(t, answer);\n});`];
}

function callOf({ method, url, schemes, headers, body }: SampleRequest): Doc {
  const names = Object.entries(headers);
  const options = [
    ...(schemes.length > 0 ? [entry(list(schemes.map((scheme) => str(scheme))), { head: code`schemes: ` })] : []),
    ...(names.length > 0 ? [entry(headersOf(names), { head: code`headers: ` })] : []),
    ...(body
      ? [entry(str(body.type), { head: code`type: ` }), entry(jsonLiteral(body.value), { head: code`body: ` })]
      : []),
  ];
  const last = options.length > 0 ? [entry(group(code`{`, options, code`}`, { padded: true }))] : [];
  return group(code`await call(`, [entry(str(method)), entry(str(url)), ...last], code`)`);
}

function headersOf(names: readonly (readonly [string, string])[]): Doc {
  return group(
    code`{`,
    names.map(([name, value]) => entry(str(value), { head: code`${key(name)}: ` })),
    code`}`,
    { padded: true },
  );
}
