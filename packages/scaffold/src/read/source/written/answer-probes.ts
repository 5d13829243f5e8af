// What stands for the answer of each framework while a handler is walked through: it notes what is sent.
import type { FrameworkName } from '../../../model/framework-name.js';
import { NOWHERE, native, record, UNDEFINED, type Value } from '../values.js';
import { honoProbe } from './hono-probe.js';
import type { Answer, Observation } from './probe-handler.js';
import {
  addMethods,
  headerType,
  isText,
  mediaTypeOf,
  type Probe,
  REQUEST,
  type State,
  statusText,
} from './probe-words.js';

const nothingAssigned = (): void => undefined;

export const PROBES: Readonly<Record<FrameworkName, (into: Observation) => Probe>> = {
  express: (into) => {
    const state: State = { status: undefined, mediaType: undefined };
    const response = record(new Map(), true);
    const answer = (body: Value | undefined, type: Answer['type'], usual = '200'): Value => {
      into.answers.push({ status: statusText(state.status, usual), body, type, mediaType: state.mediaType });
      state.status = undefined;
      state.mediaType = undefined;
      return response;
    };
    addMethods(response, 'append cookie clearCookie location links vary attachment removeHeader', () => response);
    addMethods(response, 'set header setHeader', (args) => {
      state.mediaType = headerType(args) ?? state.mediaType;
      return response;
    });
    addMethods(response, 'type contentType', ([type]) => {
      state.mediaType = mediaTypeOf(type?.value);
      return response;
    });
    addMethods(response, 'status', ([status]) => {
      state.status = status?.value;
      return response;
    });
    addMethods(response, 'writeHead', ([status, ...headers]) => {
      state.status = status?.value;
      state.mediaType = headerType(headers.slice(-1)) ?? state.mediaType;
      return response;
    });
    addMethods(response, 'json jsonp', ([body]) => answer(body?.value, 'json'));
    addMethods(response, 'send', ([body]) => answer(body?.value, isText(body?.value) ? 'text' : 'json'));
    addMethods(response, 'end', ([body]) => answer(body?.value, 'text'));
    addMethods(response, 'sendFile download render write', () => answer(undefined, 'other'));
    addMethods(response, 'sendStatus', ([status]) => {
      state.status = status?.value;
      return answer(undefined, 'other');
    });
    addMethods(response, 'redirect', (args) => {
      state.status = args.length > 1 ? args[0]?.value : undefined;
      return answer(undefined, 'other', '302');
    });
    return {
      args: [
        REQUEST,
        response,
        native('next', (args) => {
          // With an argument it reports an error.
          if (args.length === 0) into.isPassed = true;
          return UNDEFINED;
        }),
      ],
      assigned: (object, name, item) => {
        if (object === response && name === 'statusCode') state.status = item.value;
      },
      returned: nothingAssigned,
    };
  },
  fastify: (into) => {
    const state: State & { isSent: boolean } = { status: undefined, mediaType: undefined, isSent: false };
    const reply = record(new Map(), true);
    addMethods(reply, 'removeHeader serializer setCookie clearCookie hijack', () => reply);
    addMethods(reply, 'header headers', (args) => {
      state.mediaType = headerType(args) ?? state.mediaType;
      return reply;
    });
    addMethods(reply, 'type', ([type]) => {
      state.mediaType = mediaTypeOf(type?.value);
      return reply;
    });
    addMethods(reply, 'code status', ([status]) => {
      state.status = status?.value;
      return reply;
    });
    addMethods(reply, 'send', ([body]) => {
      into.answers.push({
        status: statusText(state.status, '200'),
        body: body?.value,
        type: isText(body?.value) ? 'text' : 'json',
        mediaType: state.mediaType,
      });
      state.status = undefined;
      state.mediaType = undefined;
      state.isSent = true;
      return reply;
    });
    addMethods(reply, 'redirect', () => {
      into.answers.push({ status: statusText(state.status, '302'), body: undefined, type: 'other' });
      state.isSent = true;
      return reply;
    });
    return {
      args: [REQUEST, reply, native('done', () => UNDEFINED)],
      assigned: nothingAssigned,
      // What an async handler returns is its answer.
      returned: (value) => {
        for (const one of value.kind === 'either' ? value.values : [value]) {
          if (one === reply || (one.kind === 'constant' && one.value === undefined)) continue;
          if (one.kind === 'unknown' && state.isSent) continue;
          into.answers.push({
            status: statusText(state.status, '200'),
            body: one,
            type: isText(one) ? 'text' : 'json',
            mediaType: state.mediaType,
          });
        }
      },
    };
  },
  koa: (into) => {
    const ctx = record(new Map(), true);
    const state: State & { body: { readonly value: Value } | undefined } = {
      status: undefined,
      mediaType: undefined,
      body: undefined,
    };
    const flush = (): void => {
      if (!state.body && !state.status) return;
      const body = state.body?.value;
      const isEmpty = body?.kind === 'constant' && (body.value === null || body.value === undefined);
      into.answers.push({
        status: statusText(state.status, isEmpty ? '204' : '200'),
        body: isEmpty ? undefined : body,
        type: isText(body) ? 'text' : 'json',
        mediaType: state.mediaType,
      });
      state.status = undefined;
      state.mediaType = undefined;
      state.body = undefined;
    };
    const member = (object: Value, name: string): Value => ({ kind: 'member', object, name });
    for (const name of ['request', 'query', 'params', 'headers', 'header', 'cookies'])
      ctx.members.set(name, { value: member(REQUEST, name), at: NOWHERE });
    addMethods(ctx, 'append redirect attachment', () => ctx);
    addMethods(ctx, 'set', (args) => {
      state.mediaType = headerType(args) ?? state.mediaType;
      return ctx;
    });
    addMethods(ctx, 'throw', ([status]) => {
      into.answers.push({ status: statusText(status?.value, 'default'), body: undefined, type: 'other' });
      return UNDEFINED;
    });
    addMethods(ctx, 'assert', ([, status]) => {
      if (status) into.answers.push({ status: statusText(status.value, 'default'), body: undefined, type: 'other' });
      return UNDEFINED;
    });
    return {
      args: [ctx, native('next', () => UNDEFINED)],
      assigned: (object, name, item) => {
        if (object !== ctx) return;
        // A second status or body is that of another branch.
        if (name === 'status') {
          if (state.status && state.body) flush();
          state.status = item.value;
        } else if (name === 'body') {
          if (state.body) flush();
          state.body = { value: item.value };
        } else if (name === 'type') {
          state.mediaType = mediaTypeOf(item.value);
        }
      },
      returned: flush,
    };
  },
  hono: honoProbe,
};
