// Numbers as a report prints them: the same on every machine, whatever its locale.

/** 15247 → `15,247` */
export function formatCount(value: number): string {
  return formatFixed(value, 0);
}

/** 508.23 → `508.2`, with thousands separators. */
export function formatFixed(value: number, digits: number): string {
  if (!Number.isFinite(value)) return '–';
  const [whole = '0', fraction] = Math.abs(value).toFixed(digits).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  const sign = value < 0 && Number(`${whole}.${fraction ?? 0}`) !== 0 ? '-' : '';
  return `${sign}${grouped}${fraction === undefined ? '' : `.${fraction}`}`;
}

/** Milliseconds with three significant digits below ten and whole numbers above: `0.214`, `3.07`, `12.4`, `847`, `1,247`. */
export function formatMs(ms: number): string {
  if (!Number.isFinite(ms)) return '–';
  if (ms >= 100) return formatFixed(ms, 0);
  if (ms >= 10) return formatFixed(ms, 1);
  return formatFixed(ms, ms >= 1 ? 2 : 3);
}

/** Bytes in binary units: `512 B`, `1.5 MiB`. */
export function formatBytes(bytes: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];
  let value = bytes;
  let unit = 0;
  while (Math.abs(value) >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${formatFixed(value, unit === 0 || value >= 100 ? 0 : 1)} ${units[unit]}`;
}

/** 0.99 → `99.0 %` */
export function formatPercent(share: number, digits = 1): string {
  return `${formatFixed(share * 100, digits)} %`;
}

/** `30s`, `2m`, `1h`, `850ms`: the largest unit that divides, as durations are written on the command line. */
export function formatDuration(ms: number): string {
  if (ms >= 3_600_000 && ms % 3_600_000 === 0) return `${ms / 3_600_000}h`;
  if (ms >= 60_000 && ms % 60_000 === 0) return `${ms / 60_000}m`;
  if (ms >= 1_000 && ms % 100 === 0) return `${ms / 1_000}s`;
  return `${Math.round(ms)}ms`;
}
