// Generated TypeScript, loaded into this process as it stands in memory: nothing is written, so that nothing is left behind.
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { importModule } from '@senior-backend/core/files/import-module';
import type { OutputFile } from '@senior-backend/core/files/output-file';
import { transformSync } from 'oxc-transform';

/** Gives the exports of the file at a path. Imports of files beside it and of zod are followed; types are dropped. */
export function loadModules(files: readonly OutputFile[]): (path: string) => Promise<unknown> {
  const texts = new Map(files.map((file) => [file.path, file.content]));
  const addresses = new Map<string, string>();
  const addressOf = (path: string): string => {
    const known = addresses.get(path);
    if (known !== undefined) return known;
    const address = dataUrl(withAddresses(toJavaScript(path, texts.get(path)), path, addressOf));
    addresses.set(path, address);
    return address;
  };
  return (path) => importModule(addressOf(path));
}

function toJavaScript(path: string, text: string | undefined): string {
  if (text === undefined) throw new Error(`${path} was not generated`);
  const { code, errors } = transformSync(path, text, { typescript: { onlyRemoveTypeImports: true } });
  const [error] = errors;
  if (error) throw new Error(`${path}: ${error.message}`);
  return code;
}

const ZOD = pathToFileURL(createRequire(import.meta.url).resolve('zod')).href;

/** A module that stands nowhere has nothing for a relative import to be relative to. Strings hold no line breaks, so that only imports match. */
function withAddresses(code: string, path: string, addressOf: (path: string) => string): string {
  const folder = path.slice(0, path.lastIndexOf('/') + 1);
  return code.replace(/^(import (?:.* from )?)"(\.\/[\w-]+\.js|zod)";$/gm, (_, head: string, target: string) => {
    const address = target === 'zod' ? ZOD : addressOf(folder + target.slice(2).replace(/\.js$/, '.ts'));
    return `${head}"${address}";`;
  });
}

function dataUrl(code: string): string {
  return `data:text/javascript;base64,${Buffer.from(code).toString('base64')}`;
}
