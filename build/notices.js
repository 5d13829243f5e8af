// The licences of the libraries that a bundle holds: each asks that its text travels with its code.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Every package that these modules come from, with its version and the text of its licence. */
export function noticesOf(modules) {
  const folders = new Set(modules.flatMap((path) => /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? []));
  const notices = [...folders].map((folder) => {
    const { name, version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    return `${name} ${version}\n\n${licenceIn(folder)}\n`;
  });
  return notices.sort().join(`\n${'-'.repeat(80)}\n\n`);
}

function licenceIn(folder) {
  const file = readdirSync(folder).find((name) => /^licen[cs]e/i.test(name));
  if (file !== undefined) return readFileSync(join(folder, file), 'utf8').trim();
  const [, text] = /^#+ licen[cs]e\s*$([\s\S]*)/im.exec(readFileSync(join(folder, 'README.md'), 'utf8')) ?? [];
  if (text === undefined) throw new Error(`${folder} is bundled and holds no licence`);
  return text.trim();
}
