/** The key of a flag in the settings: `-H, --dry-run <x>` → `dryRun`, `--no-keepalive` → `keepalive`. */
export function optionName(flags: string): string {
  const long = /--(?:no-)?([a-z0-9-]+)/.exec(flags)?.[1] ?? '';
  return long.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

export function isNegated(flags: string): boolean {
  return /--no-/.test(flags);
}

/** `api-load`, `--expect-status` → `API_LOAD_EXPECT_STATUS` */
export function variableName(tool: string, name: string): string {
  return `${tool}_${name.replace(/[A-Z]/g, (letter) => `_${letter}`)}`.replaceAll('-', '_').toUpperCase();
}
