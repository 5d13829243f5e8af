import { joinCode } from '../emit/code.js';
import { authenticatorStub } from '../emit/emit-shared.js';
import type { SecurityScheme } from '../model/api-model.js';
import { planImports } from './imports.js';
import { insertAll, lineBreakOf } from './insert.js';
import type { SourceFile } from './source-file.js';

/** `auth.ts` with a function for each scheme that it has none for. A file without `const auth = {…}` is left alone: its owner builds it in another way. */
export function extendAuthFile(file: SourceFile, schemes: readonly SecurityScheme[]): string {
  const literal = file.objects.get('auth');
  const missing = literal ? schemes.filter((scheme) => !literal.keys.has(scheme.name)) : [];
  if (!literal || missing.length === 0) return file.text;
  const lineBreak = lineBreakOf(file.text);
  const { insertions } = planImports(file, [{ name: 'authNotImplemented', from: './security.js', isType: false }]);
  const stubs = joinCode(missing.map(authenticatorStub), '\n\n').replaceAll('\n', lineBreak);
  const end = literal.lastPropertyEnd;
  const hasComma = end === undefined || /^\s*,/.test(file.text.slice(end, literal.closingBrace));
  const comma = end !== undefined && !hasComma ? [{ at: end, text: ',' }] : [];
  const lineStart = file.text.lastIndexOf('\n', literal.closingBrace - 1) + 1;
  const onOwnLine = file.text.slice(lineStart, literal.closingBrace).trim() === '';
  const at = onOwnLine ? lineStart : literal.closingBrace;
  const text = onOwnLine
    ? `${end === undefined ? '' : lineBreak}${stubs}${lineBreak}`
    : `${lineBreak}${stubs}${lineBreak}`;
  return insertAll(file.text, [...insertions, ...comma, { at, text }]);
}
