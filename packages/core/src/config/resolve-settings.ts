import type { ZodType } from 'zod';
import { coreError } from '../errors/tool-error.js';
import { allOptions, longFlag, optionName, variableName } from '../tool/options.js';
import { suggest } from '../tool/suggest.js';
import type { RawSettings, ToolFace } from '../tool/tool.js';
import type { ConfigFile } from './load-config.js';

/** A setting in force, and who set it. */
export interface ResolvedSetting {
  readonly name: string;
  readonly value: unknown;
  /** `--concurrency`, `API_LOAD_CONCURRENCY`, `backend.config.yaml: load.concurrency`, `default` */
  readonly source: string;
  readonly secret: boolean;
}

/** Flags over environment over configuration file over defaults. Throws CORE002 for a key that no setting has. */
export function resolveSettings(
  tool: ToolFace,
  flags: Readonly<Record<string, unknown>>,
  variables: Readonly<Record<string, string | undefined>>,
  config: ConfigFile | undefined,
): readonly ResolvedSetting[] {
  const section = config?.sections[tool.section] ?? {};
  refuseUnknownKeys(tool, section, config?.path ?? '');
  const settings: ResolvedSetting[] = [];
  for (const option of allOptions(tool)) {
    const name = optionName(option.flags);
    if (settings.some((setting) => setting.name === name)) continue;
    const secret = option.secret === true;
    const variable = variableName(tool.name, name);
    const stored = option.invocationOnly !== true;
    if (Object.hasOwn(flags, name) && flags[name] !== undefined) {
      settings.push({ name, value: flags[name], source: longFlag(option.flags), secret });
    } else if (stored && variables[variable] !== undefined && variables[variable] !== '') {
      settings.push({ name, value: variables[variable], source: variable, secret });
    } else if (stored && Object.hasOwn(section, name)) {
      settings.push({ name, value: section[name], source: `${config?.path}: ${tool.section}.${name}`, secret });
    } else if (option.default !== undefined) {
      settings.push({ name, value: option.default, source: 'default', secret });
    }
  }
  return settings;
}

function refuseUnknownKeys(tool: ToolFace, section: RawSettings, path: string): void {
  const known = allOptions(tool)
    .filter((option) => !option.invocationOnly)
    .map((option) => optionName(option.flags));
  for (const key of Object.keys(section)) {
    if (known.includes(key)) continue;
    const meant = suggest(key, known);
    throw coreError('CORE002', {
      message: `unknown setting ${tool.section}.${key}`,
      at: { file: path },
      help: meant
        ? `did you mean ${tool.section}.${meant}?`
        : `the settings are named as the flags: ${known.slice(0, 8).join(', ')}, …`,
    });
  }
}

/** The settings as the tool's own schema reads them. Throws CORE002 with the setting's name, value and source. */
export function readSettings<Settings>(schema: ZodType<Settings>, resolved: readonly ResolvedSetting[]): Settings {
  const raw = Object.fromEntries(resolved.map((setting) => [setting.name, setting.value]));
  // One reading: to compile a parser for it takes longer than the reading.
  const result = schema.safeParse(raw, { jitless: true });
  if (result.success) return result.data;
  const problems = result.error.issues.map((issue) => {
    const setting = resolved.find((candidate) => candidate.name === String(issue.path[0]));
    const shown = setting === undefined || setting.secret ? '' : `, got ${JSON.stringify(setting.value)}`;
    const where = setting === undefined ? '' : ` (from ${setting.source})`;
    return `${issue.path.join('.') || 'the settings'}: ${issue.message}${shown}${where}`;
  });
  throw coreError('CORE002', {
    message: problems.join('\n'),
    help: '--help shows each flag with an example; --print-config shows where values come from',
  });
}
