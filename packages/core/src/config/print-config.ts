import type { Report } from '../report/model.js';
import { isSensitiveName, MASK } from '../report/redact.js';
import type { ConfigFile } from './load-config.js';
import type { ResolvedSetting } from './resolve-settings.js';

export interface PrintedConfig {
  readonly file: string | null;
  readonly settings: readonly { readonly name: string; readonly value: unknown; readonly source: string }[];
}

/** What `--print-config` shows: every setting that has a value, secrets masked. */
export function describeConfig(
  config: ConfigFile | undefined,
  settings: readonly ResolvedSetting[],
): { data: PrintedConfig; report: Report } {
  const shown = settings
    .filter((setting) => setting.name !== 'printConfig')
    .map(({ name, value, source, secret }) => ({
      name,
      value: secret || isSensitiveName(name) ? MASK : value,
      source,
    }));
  return {
    data: { file: config?.path ?? null, settings: shown },
    report: {
      blocks: [
        { kind: 'fields', fields: [{ label: 'Configuration file', value: config?.path ?? 'none found' }] },
        {
          kind: 'table',
          columns: [{ label: 'setting' }, { label: 'value' }, { label: 'from' }],
          rows: shown.map(({ name, value, source }) => [
            name,
            typeof value === 'string' ? value : JSON.stringify(value),
            source,
          ]),
        },
      ],
    },
  };
}
