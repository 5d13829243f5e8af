// Names for what an API sends: as its handlers are named, in books of their own.
import type { ApiModel, OutgoingRequest } from '../model/api-model.js';
import { camelCase, NameBook } from '../model/names.js';
import type { PlannedOperation, PlannedOutgoing } from './api-plan.js';

/** `newPet`, or `newPetPost` beside another method of the same name. */
export function planWebhooks({ webhooks = [] }: ApiModel): readonly PlannedOutgoing[] {
  const book = new NameBook();
  return webhooks.map((request) => planned(book, wordsFor(request, webhooks, ''), request));
}

/** `createOrderOnPaid`: the handler, and what it calls back for. */
export function planCallbacks(operations: readonly PlannedOperation[]): readonly PlannedOutgoing[] {
  const book = new NameBook();
  return operations.flatMap(({ operation, name: of }) => {
    const { callbacks = [] } = operation;
    return callbacks.map((request) => ({
      ...planned(book, wordsFor(request, callbacks, of), request),
      callback: { of, name: request.name },
    }));
  });
}

function wordsFor({ name, operation }: OutgoingRequest, all: readonly OutgoingRequest[], prefix: string): string {
  const isAlone = all.filter((other) => other.name === name).length === 1;
  return operation.operationId ?? `${prefix} ${name}${isAlone ? '' : ` ${operation.method}`}`;
}

function planned(book: NameBook, words: string, { operation }: OutgoingRequest): PlannedOutgoing {
  return { operation, name: book.take(camelCase(words.trim()), 'request'), file: 'default' };
}
