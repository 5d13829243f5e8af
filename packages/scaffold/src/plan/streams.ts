// Which bodies of an API are streams: bytes in requests and answers, and sequences of items.
import { type MediaKind, mediaKind } from '../model/media-kind.js';
import type { ApiPlan } from './api-plan.js';

/** How a request body reaches its handler. A stream of events is for answers; in a request it is bytes. */
export function requestKind(type: string): MediaKind {
  return type === 'text/event-stream' ? 'bytes' : mediaKind(type);
}

export interface StreamUse {
  readonly bytesIn: boolean;
  readonly sequencesIn: boolean;
  readonly bytesOut: boolean;
  readonly sequencesOut: boolean;
}

export function streamUse({ operations, webhooks, callbacks }: ApiPlan): StreamUse {
  const kindsIn = new Set(
    operations.flatMap(({ operation }) => operation.requestBody?.content ?? []).map(({ type }) => requestKind(type)),
  );
  const kindsOut = new Set(
    [...operations, ...webhooks, ...callbacks]
      .flatMap(({ operation }) => operation.responses)
      .flatMap(({ content }) => content)
      .map(({ type }) => mediaKind(type)),
  );
  return {
    bytesIn: kindsIn.has('bytes'),
    sequencesIn: kindsIn.has('sequence'),
    bytesOut: kindsOut.has('bytes'),
    sequencesOut: kindsOut.has('sequence'),
  };
}
