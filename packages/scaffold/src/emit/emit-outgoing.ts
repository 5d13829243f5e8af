// src/outgoing/: a function for each webhook, each callback and each link, where an API has them.
import type { OutputFile } from '@senior-backend/core/files/output-file';
import { NameBook, pascalCase } from '../model/names.js';
import type { ApiPlan, PlannedOutgoing } from '../plan/api-plan.js';
import { type Code, code, comment, ident, joinCode, str } from './code.js';
import { linksFile } from './emit-links.js';
import { render } from './render.js';

export function outgoingFiles(plan: ApiPlan): readonly OutputFile[] {
  const { webhooks, callbacks } = plan;
  const links = linksFile(plan);
  const sends = webhooks.length + callbacks.length > 0;
  const sender = { webhooks: webhooks.length > 0, callbacks: callbacks.length > 0 };
  return [
    ...(sends ? [toolFile('send', render('shared/send.ts', sender))] : []),
    ...(webhooks.length > 0 ? [outgoingFile('webhooks', functionsOf('webhooks', webhooks))] : []),
    ...(callbacks.length > 0 ? [outgoingFile('callbacks', functionsOf('callbacks', callbacks))] : []),
    ...(links === undefined ? [] : [toolFile('links', links)]),
    ...(sends || links !== undefined ? [toolFile('encode-parameter', render('shared/encode-parameter.ts', {}))] : []),
    ...(sender.callbacks || links !== undefined ? [toolFile('expressions', render('shared/expressions.ts', {}))] : []),
  ];
}

function toolFile(name: string, content: string): OutputFile {
  return { path: `outgoing/${name}.ts`, owner: 'tool', content };
}

type Kind = 'webhooks' | 'callbacks';

function outgoingFile(kind: Kind, functions: Code): OutputFile {
  return toolFile(kind, render(`shared/${kind}.ts`, { functions }));
}

const MAKERS = { webhooks: code`webhook`, callbacks: code`callback` } as const;
const TYPES = { webhooks: code`Webhooks`, callbacks: code`Callbacks` } as const;

/** `export const sendNewPet = webhook<Webhooks['newPet']>(webhooks.newPet);` */
function functionsOf(kind: Kind, requests: readonly PlannedOutgoing[]): Code {
  const book = new NameBook();
  const functions = requests.map((planned) => {
    const { name, operation } = planned;
    const text = operation.summary ?? operation.description;
    const note = comment([
      ...(text === undefined ? [] : [text]),
      ...(operation.deprecated ? ['@deprecated'] : []),
      `${operation.method.toUpperCase()} ${operation.path}`,
    ]);
    const target = ident(book.take(`send${pascalCase(name)}`, 'send'));
    return code`${note}export const ${target} = ${MAKERS[kind]}<${TYPES[kind]}[${str(name)}]>(${ident(kind)}.${ident(name)});`;
  });
  return joinCode(functions, '\n\n');
}
