// src/outgoing/: a function for each webhook and each callback, where an API has them.
import type { OutputFile } from '@senior-backend/core/files/output-file';
import { NameBook, pascalCase } from '../model/names.js';
import type { ApiPlan, PlannedOutgoing } from '../plan/api-plan.js';
import { type Code, code, comment, ident, joinCode, str } from './code.js';
import { render } from './render.js';

export function outgoingFiles(plan: ApiPlan): readonly OutputFile[] {
  const { webhooks, callbacks } = plan;
  if (webhooks.length + callbacks.length === 0) return [];
  const sender = render('shared/send.ts', { webhooks: webhooks.length > 0, callbacks: callbacks.length > 0 });
  return [
    { path: 'outgoing/send.ts', owner: 'tool', content: sender },
    ...(webhooks.length > 0 ? [outgoingFile('webhooks', functionsOf('webhooks', webhooks))] : []),
    ...(callbacks.length > 0 ? [outgoingFile('callbacks', functionsOf('callbacks', callbacks))] : []),
  ];
}

type Kind = 'webhooks' | 'callbacks';

function outgoingFile(kind: Kind, functions: Code): OutputFile {
  return { path: `outgoing/${kind}.ts`, owner: 'tool', content: render(`shared/${kind}.ts`, { functions }) };
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
