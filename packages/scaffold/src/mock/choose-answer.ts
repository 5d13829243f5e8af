// Which of an operation's answers a request gets: by status, then by media type. Pure.
import type { MediaType, Operation, Response } from '../model/api-model.js';

export interface ChosenAnswer {
  readonly response: Response;
  readonly status: number;
  /** Undefined where the answer has no body. */
  readonly media?: MediaType;
}

/** Undefined where the document has no answer of the status that was asked for. */
export function chooseResponse({ responses }: Operation, code?: number): Omit<ChosenAnswer, 'media'> | undefined {
  if (code !== undefined) {
    const names = [String(code), `${Math.floor(code / 100)}XX`, 'default'];
    const response = names.flatMap((name) => responses.filter((found) => found.status === name))[0];
    return response && { response, status: code };
  }
  const response =
    responses.find(({ status }) => /^2\d\d$/.test(status)) ??
    responses.find(({ status }) => status === '2XX') ??
    responses.find(({ status }) => status === 'default') ??
    responses[0];
  return response && { response, status: statusOf(response) };
}

function statusOf({ status }: Response): number {
  if (status === 'default') return 200;
  return /XX$/.test(status) ? Number(status[0]) * 100 : Number(status);
}

/** The media type that the caller likes best; of those that are as good, JSON, and else the first. */
export function chooseMedia({ content }: Response, accept: string | undefined): MediaType | undefined {
  const weighed = content
    .map((media) => ({ media, weight: weightOf(accept ?? '*/*', media.type) }))
    .filter(({ weight }) => weight > 0);
  const best = Math.max(...weighed.map(({ weight }) => weight));
  const liked = weighed.filter(({ weight }) => weight === best).map(({ media }) => media);
  return liked.find(({ type }) => /[/+]json$/.test(type)) ?? liked[0] ?? content[0];
}

/** RFC 9110, 12.5.1: the most specific range that fits decides. */
function weightOf(accept: string, type: string): number {
  const [main = '', sub = ''] = type.split('/');
  let best = { precision: 0, weight: 0 };
  for (const range of accept.toLowerCase().split(',')) {
    const [name = '', ...parameters] = range.split(';').map((part) => part.trim());
    const [wantedMain = '', wantedSub = ''] = name.split('/');
    const fits = [main, '*'].includes(wantedMain) && (sub === '*' || [sub, '*'].includes(wantedSub));
    const precision = wantedMain === '*' ? 1 : wantedSub === '*' ? 2 : 3;
    const weight = Number(parameters.find((parameter) => parameter.startsWith('q='))?.slice(2) ?? 1);
    if ((fits || main === '*') && precision > best.precision) best = { precision, weight };
  }
  return best.weight;
}

/** A media type that can be sent: `application/*` is no type of a body. */
export function concreteType(type: string): string {
  if (!type.includes('*')) return type;
  return type.startsWith('text/') ? 'text/plain' : type.startsWith('image/') ? 'image/png' : 'application/json';
}
