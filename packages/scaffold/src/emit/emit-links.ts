// src/outgoing/links.ts: for each link of an answer, what makes the request that it stands for.
import { groupBy } from '../group-by.js';
import { DEFAULT_STYLES } from '../model/default-styles.js';
import type { ApiPlan } from '../plan/api-plan.js';
import { type PlannedLink, planLinks, type SetParameter } from '../plan/plan-links.js';
import { bool, code, comment, ident, key, NOTHING, num, str } from './code.js';
import { type Doc, type Entry, entry, group, print } from './layout.js';
import { render } from './render.js';
import { jsonLiteral } from './zod/call.js';

/** Undefined where no answer has a link. */
export function linksFile({ operations, model }: ApiPlan): string | undefined {
  const links = planLinks(operations);
  if (links.length === 0) return undefined;
  const ofOperations = [...groupBy(links, ({ of }) => of)].map(([of, its]) =>
    entry(statusTable(its, model.basePath), { head: code`${ident(of)}: ` }),
  );
  return render('shared/links.ts', { links: print(group(code`{`, ofOperations, code`}`)) });
}

function statusTable(links: readonly PlannedLink[], basePath: string): Doc {
  const ofStatuses = [...groupBy(links, ({ status }) => status)].map(([status, its]) =>
    entry(
      group(
        code`{`,
        its.map((link) => linkEntry(link, basePath)),
        code`}`,
      ),
      { head: code`${key(status)}: ` },
    ),
  );
  return group(code`{`, ofStatuses, code`}`);
}

/** `userRepositories: link<Operations['getUser'], 200>({ method: 'GET', path: '/…', parameters: [ … ] }),` */
function linkEntry({ of, status, link, target, parameters }: PlannedLink, basePath: string): Entry {
  const { name, description, server, body } = link;
  const route = `${target.method.toUpperCase()} ${target.path}`;
  const at = /^\d+$/.test(status) ? num(Number(status)) : str(status);
  const members = [
    entry(str(target.method.toUpperCase()), { head: code`method: ` }),
    entry(str((server ?? basePath).replace(/\/+$/, '') + target.path), { head: code`path: ` }),
    entry(group(code`[`, parameters.map(parameterEntry), code`]`), { head: code`parameters: ` }),
    ...(body === undefined ? [] : [entry(jsonLiteral(body), { head: code`body: ` })]),
  ];
  return entry(group(code`link<Operations[${str(of)}], ${at}>({`, members, code`})`, { padded: true }), {
    head: code`${key(name)}: `,
    note: (indent) => comment([description, route], indent),
  });
}

/** Style and explode where they are not what the place has anyway. */
function parameterEntry({ parameter, value }: SetParameter): Entry {
  const { name, in: place, style, explode, required } = parameter;
  const isUsual = style === DEFAULT_STYLES[place] && explode === (style === 'form');
  const members = [
    entry(str(name), { head: code`name: ` }),
    entry(str(place), { head: code`in: ` }),
    ...(isUsual ? [] : [entry(str(style), { head: code`style: ` }), entry(bool(explode), { head: code`explode: ` })]),
    ...(required ? [entry(bool(true), { head: code`required: ` })] : []),
    entry(jsonLiteral(value), { head: code`value: ` }),
  ];
  return entry(group(code`{`, members, code`}`, { padded: true }), { head: NOTHING });
}
