// Whether the values of a column can be values of another type, as far as the two types alone say it.

/** `never` fails; or a condition that holds for the values in the way; or nobody knows before the rows are tried. */
export type Obstacle = 'never' | { readonly where: string } | 'unknown';

const WHOLE: Readonly<Record<string, readonly [min: string, max: string]>> = {
  smallint: ['-32768', '32767'],
  integer: ['-2147483648', '2147483647'],
  bigint: ['-9223372036854775808', '9223372036854775807'],
};
const TEXT = /^(?:text|character varying|character)(?:\((\d+)\))?$/;
const NUMERIC = /^numeric(?:\((\d+),(\d+)\))?$/;

/** Pairs of which every value of the first is a value of the second. */
const HARMLESS: readonly (readonly [from: RegExp, to: RegExp])[] = [
  [/^(?:smallint|integer|bigint)$/, /^(?:numeric|real|double precision)$/],
  [/^real$/, /^(?:double precision|numeric)$/],
  [/^numeric/, /^numeric$/],
  [/^date$/, /^timestamp/],
  [/^timestamp/, /^(?:date|timestamp)/],
  [/^jsonb$/, /^json$/],
];

export function obstacleTo(column: string, from: string, to: string): Obstacle {
  if (HARMLESS.some(([one, other]) => one.test(from) && other.test(to))) return 'never';
  const text = TEXT.exec(to);
  // The server cuts spaces at the end off, and nothing else.
  if (text) return text[1] === undefined ? 'never' : tooLong(column, from, Number(text[1]));
  const range = WHOLE[to];
  if (range) return outOfRange(column, from, range);
  const [, precision, scale] = NUMERIC.exec(to) ?? [];
  if (precision !== undefined && (WHOLE[from] || NUMERIC.test(from)))
    return tooLarge(column, from, Number(precision), Number(scale));
  return to === 'uuid' && TEXT.test(from)
    ? { where: `${column} !~* '^\\s*\\{?[0-9a-f]{4}(-?[0-9a-f]{4}){7}\\}?\\s*$'` }
    : 'unknown';
}

function tooLong(column: string, from: string, limit: number): Obstacle {
  const old = TEXT.exec(from)?.[1];
  if (old !== undefined && Number(old) <= limit) return 'never';
  return { where: `char_length(rtrim(${column}::text)) > ${limit}` };
}

/** Digits in front of the point of the largest whole numbers. */
const WHOLE_DIGITS: Readonly<Record<string, number>> = { smallint: 5, integer: 10, bigint: 19 };

function tooLarge(column: string, from: string, precision: number, scale: number): Obstacle {
  const [, oldPrecision, oldScale] = NUMERIC.exec(from) ?? [];
  const room = precision - scale;
  const needed =
    WHOLE_DIGITS[from] ?? (oldPrecision === undefined ? undefined : Number(oldPrecision) - Number(oldScale));
  // What is rounded may need one digit more: 9.99 is 10.0 with one place.
  const carries = oldScale !== undefined && scale < Number(oldScale) ? 1 : 0;
  if (needed !== undefined && needed + carries <= room) return 'never';
  return { where: `abs(round(${column}, ${scale})) >= 10::numeric ^ ${room}` };
}

function outOfRange(column: string, from: string, [min, max]: readonly [min: string, max: string]): Obstacle {
  const old = WHOLE[from];
  if (old && BigInt(old[1]) <= BigInt(max)) return 'never';
  if (old || NUMERIC.test(from)) return { where: `round(${column}) NOT BETWEEN ${min} AND ${max}` };
  if (!TEXT.test(from)) return 'unknown';
  // In a CASE: what is no number is not read as one.
  const number = `CASE WHEN ${column} ~ '^\\s*[-+]?\\d+\\s*$' THEN ${column}::numeric NOT BETWEEN ${min} AND ${max} ELSE true END`;
  return { where: `${column} IS NOT NULL AND ${number}` };
}
