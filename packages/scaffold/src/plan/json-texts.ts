// Answers whose whole JSON value may be a text: frameworks would send it as plain text.
import type { ApiModel, Operation } from '../model/api-model.js';
import { typesOf } from './alternatives.js';

export function answersJsonText(model: ApiModel, { responses }: Operation): boolean {
  return responses.some(
    ({ content }) =>
      content.every(({ type }) => /[/+]json$/.test(type)) &&
      content.some(({ schema }) => typesOf(model, schema)?.includes('string') ?? true),
  );
}
