// Rows of variables from CSV (RFC 4180, the first line names the columns) or from JSON lines (one object a line).
import { locate } from '@senior-backend/core/errors/diagnostic';
import { loadError } from '../codes.js';

type Row = Readonly<Record<string, string>>;

/** Throws LOAD103 with the line. */
export function parseDataFile(file: string, text: string): readonly Row[] {
  const rows = /\.(?:jsonl|ndjson)$/i.test(file) ? parseJsonLines(file, text) : parseCsv(file, text);
  if (rows.length === 0) throw refuse(file, text, 0, 'there are no rows');
  return rows;
}

function parseJsonLines(file: string, text: string): readonly Row[] {
  const rows: Row[] = [];
  let offset = 0;
  for (const line of text.split('\n')) {
    if (line.trim() !== '') rows.push(parseJsonLine(file, text, offset, line));
    offset += line.length + 1;
  }
  return rows;
}

function parseJsonLine(file: string, text: string, offset: number, line: string): Row {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw refuse(file, text, offset, 'the line is not JSON');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw refuse(file, text, offset, 'the line holds no object');
  const entries = Object.entries(value).map(([name, item]) => [
    name,
    typeof item === 'string' ? item : JSON.stringify(item),
  ]);
  return Object.fromEntries(entries) as Row;
}

function parseCsv(file: string, text: string): readonly Row[] {
  const [head, ...records] = csvRecords(file, text);
  if (!head) return [];
  const names = head.cells.map((name) => name.trim());
  const [twice] = names.filter((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw refuse(file, text, 0, `the column "${twice}" is there twice`);
  return records.map(({ cells, offset }) => {
    if (cells.length !== names.length) {
      throw refuse(file, text, offset, `the line has ${cells.length} cells and the first line ${names.length}`);
    }
    return Object.fromEntries(names.map((name, index) => [name, cells[index] ?? '']));
  });
}

interface CsvRecord {
  readonly cells: readonly string[];
  readonly offset: number;
}

function csvRecords(file: string, text: string): readonly CsvRecord[] {
  const records: CsvRecord[] = [];
  // A quoted cell, in which "" is a quote, or a bare one; then a comma, a line break or the end.
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/y;
  let [cells, start]: [string[], number] = [[], 0];
  while (cell.lastIndex < text.length) {
    const at = cell.lastIndex;
    const match = cell.exec(text);
    if (!match) throw refuse(file, text, at, 'a quote is not closed, or stands within a cell');
    cells.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? '');
    if (match[3] === ',' && cell.lastIndex < text.length) continue;
    if (match[3] === ',') cells.push('');
    if (cells.length > 1 || cells[0] !== '') records.push({ cells, offset: start });
    [cells, start] = [[], cell.lastIndex];
  }
  return records;
}

function refuse(file: string, text: string, offset: number, reason: string): Error {
  return loadError('LOAD103', {
    message: `not a data file: ${reason}`,
    at: locate(file, text, offset),
    help: 'CSV with the names of the columns in its first line, or .jsonl with one object a line',
  });
}
