// Values as people write them on a command line or in a configuration file. Each gives undefined for what it cannot read.

const DURATION_UNITS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 } as const;

/** `30`, `30s`, `2m`, `1h`, `500ms`, `1m30s` → milliseconds. A bare number is seconds. */
export function parseDuration(text: string): number | undefined {
  const trimmed = text.trim();
  if (/^\d+(\.\d+)?$/.test(trimmed)) return Number(trimmed) * 1_000;
  if (!/^(\d+(\.\d+)?(ms|s|m|h))+$/.test(trimmed)) return undefined;
  let total = 0;
  for (const [, amount, unit] of trimmed.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/g)) {
    total += Number(amount) * DURATION_UNITS[unit as keyof typeof DURATION_UNITS];
  }
  return total;
}

/** `10MB`, `64KiB`, `512` → bytes. KB, MB, GB are powers of 1000; KiB, MiB, GiB of 1024. */
export function parseSize(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?)\s*([kmg]i?)?b?$/i.exec(text.trim());
  if (!match) return undefined;
  const unit = (match[2] ?? '').toLowerCase();
  const base = unit.endsWith('i') ? 1024 : 1000;
  return Math.round(Number(match[1]) * base ** ('kmg'.indexOf(unit.charAt(0) || '-') + 1));
}

/** A whole number, digits only (`1_000` and `1,000` are refused). */
export function parseWholeNumber(text: string): number | undefined {
  const value = /^\d{1,15}$/.test(text.trim()) ? Number(text) : Number.NaN;
  return Number.isSafeInteger(value) ? value : undefined;
}
