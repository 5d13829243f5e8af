// Names and texts of a route: from Fastify's schema, from the file that it stands in.
import { basename } from 'node:path';
import { kebabCase } from '../../../model/names.js';
import type { FoundRoute } from '../routes/collect-routes.js';
import { type Item, memberOf, textOf, truthOf, UNDEFINED } from '../values.js';

export interface RouteWords {
  readonly handler: string;
  readonly operationId?: string;
  readonly tag?: string;
  readonly summary?: string;
  readonly description?: string;
  readonly deprecated: boolean;
}

/** Files whose name says what they do, and not what they are about. */
const GENERAL = /^(?:index|app|main|server|router|routes?|api|plugin|handlers?|controllers?)$/;

export function routeWords({ options, at, handlers }: FoundRoute): RouteWords {
  const schema = memberOf(options, 'schema');
  const operationId = textOf(memberOf(schema, 'operationId'));
  const tags = memberOf(schema, 'tags');
  const tag = tags?.kind === 'list' ? textOf(tags.items[0]?.value) : undefined;
  const summary = textOf(memberOf(schema, 'summary'));
  const description = textOf(memberOf(schema, 'description'));
  const last = handlers.at(-1);
  const fromFile = tag ?? fileTag(subjectFile(at.file.path, last));
  return {
    handler: last
      ? (/^[\w$.]+/.exec(last.at.file.text.slice(last.at.start, last.at.start + 120))?.[0] ?? '').replace(
          /^(?:async|function)$/,
          '',
        )
      : '',
    ...(operationId !== undefined && { operationId }),
    ...(fromFile !== undefined && { tag: fromFile }),
    ...(summary !== undefined && { summary }),
    ...(description !== undefined && { description }),
    deprecated: truthOf(memberOf(schema, 'deprecated') ?? UNDEFINED) === true,
  };
}

/** Where a route is registered; the file of its controller where that is another, as behind a base class. */
function subjectFile(registered: string, handler: Item | undefined): string {
  const own = handler?.value.kind === 'closure' ? handler.value.file.path : registered;
  return /(?:controller|handlers?)\.[cm]?[jt]sx?$/i.test(own) ? own : registered;
}

/** `users.routes.ts`, `userController.js` → users, user; the folder of an index file. */
function fileTag(path: string): string | undefined {
  const stem = basename(path)
    .replace(/\.[cm]?[jt]sx?$/, '')
    .replace(/[._-]?(?:routes?|router|controller|handlers?|plugin|api)$/i, '');
  const name = stem === '' || GENERAL.test(stem) ? basename(path.slice(0, path.lastIndexOf('/'))) : stem;
  return GENERAL.test(name) || name === 'src' || name === '' ? undefined : kebabCase(name) || undefined;
}
