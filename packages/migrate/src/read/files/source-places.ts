// Where in the schema files an object stands, for whoever has to change it.
import { type Location, locate } from '@senior-backend/core/errors/diagnostic';
import type { AnyFact } from '@senior-backend/core/postgres/catalog';
import { type DefinedName, definedName } from './defined-names.js';
import type { SqlFile } from './schema-source.js';
import { splitFile } from './split-file.js';

interface Definition extends DefinedName {
  readonly file: SqlFile;
  readonly offset: number;
  readonly text: string;
}

export type SourcePlaces = (fact: AnyFact) => Location | undefined;

/**
 * The place of a fact: the line of a column in its CREATE TABLE, the statement of a constraint or an index, else the
 * statement of the table. Undefined for what no statement of the files speaks of.
 */
export function sourcePlaces(files: readonly SqlFile[]): SourcePlaces {
  const pieces = files.flatMap((file) =>
    splitFile(file).flatMap((piece) =>
      piece.kind === 'sql' ? [{ file, offset: piece.offset, text: piece.text }] : [],
    ),
  );
  const byName = new Map<string, Definition>();
  for (const piece of pieces) {
    const name = definedName(piece.text);
    const key = name && JSON.stringify(name.names);
    if (name && key !== undefined && !byName.has(key)) byName.set(key, { ...name, ...piece });
  }
  return (fact) => {
    const own = byName.get(JSON.stringify(fact.names));
    if (own) return locate(own.file.path, own.file.text, own.offset);
    const named = fact.kind === 'constraint' ? namedConstraint(pieces, fact.names[2] ?? '') : undefined;
    if (named) return named;
    const table = byName.get(JSON.stringify(fact.names.slice(0, 2)));
    return table && locate(table.file.path, table.file.text, table.offset + columnOffset(table, fact));
  };
}

function namedConstraint(pieces: readonly Omit<Definition, keyof DefinedName>[], name: string): Location | undefined {
  const pattern = new RegExp(String.raw`\bconstraint\s+"?${escaped(name)}"?(?![\w$])`, 'i');
  for (const { file, offset, text } of pieces) {
    const found = pattern.exec(text);
    if (found) return locate(file.path, file.text, offset + found.index);
  }
  return undefined;
}

/** Of a column, or of what hangs on one, in the list of its table; 0 where it is not there. */
function columnOffset({ text }: Definition, { names }: AnyFact): number {
  const [, , column] = names;
  const list = text.indexOf('(');
  if (column === undefined || list === -1) return 0;
  const found = new RegExp(String.raw`[(,]\s*(?:--[^\n]*\n\s*)*("?${escaped(column)}"?)(?![\w$"])`, 'i').exec(
    text.slice(list),
  );
  return found ? list + found.index + found[0].length - (found[1] ?? '').length : 0;
}

function escaped(name: string): string {
  return name.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
