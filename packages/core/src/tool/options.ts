// The flags that every command has, and what a flag is called elsewhere.
import type { OptionSpec, ToolFace, ToolSpec } from './tool.js';

const GROUP = 'Common to all three commands:';
const FORMATS = {
  html: 'one HTML page that needs nothing else',
  junit: 'JUnit XML, a test case for each check',
} as const;

/** The flags that every command has. `pnpm docs` writes them into docs/commands. */
export function commonOptions(tool: Pick<ToolSpec, 'name' | 'reporters' | 'demo'>): readonly OptionSpec[] {
  const { name } = tool;
  return [
    ...(tool.demo
      ? [
          {
            flags: '--demo',
            description: 'show the command on something of its own: nothing else is needed, and nothing is left',
            example: `${name} --demo`,
            group: GROUP,
            invocationOnly: true as const,
          },
        ]
      : []),
    {
      flags: '--json',
      description: 'print one JSON document on stdout',
      example: `${name} --json`,
      group: GROUP,
      invocationOnly: true,
    },
    ...(['html', 'junit'] as const)
      .filter((format) => tool.reporters.includes(format))
      .map((format) => ({
        flags: `--${format} <file>`,
        description: `write the report as ${FORMATS[format]}`,
        example: `${name} --${format} report.${format === 'html' ? 'html' : 'xml'}`,
        group: GROUP,
        invocationOnly: true as const,
      })),
    {
      flags: '--reporter <name[=file]>',
      description: `report as ${tool.reporters.join(', ')}; repeatable, each to stdout or a file`,
      example: `${name} --reporter markdown=report.md`,
      group: GROUP,
      repeatable: true,
    },
    {
      flags: '--json-schema',
      description: 'print the JSON Schema of the --json document',
      example: `${name} --json-schema`,
      group: GROUP,
      invocationOnly: true,
    },
    {
      flags: '--config <file>',
      description: 'read this configuration file, not the nearest backend.config.*',
      example: `${name} --config ci.config.yaml`,
      group: GROUP,
      invocationOnly: true,
    },
    {
      flags: '--print-config',
      description: 'show each setting in force and where it came from',
      example: `${name} --print-config`,
      group: GROUP,
      invocationOnly: true,
    },
    {
      flags: '--explain <code>',
      description: 'say what an error or finding code means',
      example: `${name} --explain CORE001`,
      group: GROUP,
      invocationOnly: true,
    },
    {
      flags: '--color',
      description: 'colours even where stdout is no terminal',
      example: `${name} --color`,
      group: GROUP,
      invocationOnly: true,
    },
    {
      flags: '--no-color',
      description: 'no colours (NO_COLOR and FORCE_COLOR are honoured too)',
      example: `${name} --no-color`,
      group: GROUP,
      invocationOnly: true,
    },
    {
      flags: '--no-input',
      description: 'never ask; exit 5 with the flag that answers',
      example: `${name} --no-input`,
      group: GROUP,
      invocationOnly: true,
    },
    {
      flags: '--debug',
      description: 'show the stack of an error',
      example: `${name} --debug`,
      group: GROUP,
      invocationOnly: true,
    },
  ];
}

/** Those of the tool, and those that every command has. */
export function allOptions(tool: ToolFace): readonly OptionSpec[] {
  return [...tool.options, ...commonOptions(tool)];
}

/** The key of a flag in the settings: `-H, --dry-run <x>` → `dryRun`, `--no-keepalive` → `keepalive`. */
export function optionName(flags: string): string {
  const long = /--(?:no-)?([a-z0-9-]+)/.exec(flags)?.[1] ?? '';
  return long.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

/** `-H, --header <line>` → `--header` */
export function longFlag(flags: string): string {
  return /--[a-z0-9-]+/.exec(flags)?.[0] ?? flags;
}

export function isNegated(flags: string): boolean {
  return /--no-/.test(flags);
}

/** `api-load`, `--expect-status` → `API_LOAD_EXPECT_STATUS` */
export function variableName(tool: string, name: string): string {
  return `${tool}_${name.replace(/[A-Z]/g, (letter) => `_${letter}`)}`.replaceAll('-', '_').toUpperCase();
}
