// What a command line tool is: data that the house command line reads. The heavy parts are functions, called late.
import type { ZodType } from 'zod';
import type { Env } from '../env/env.js';
import type { CodeTable } from '../errors/codes.js';
import type { Diagnostic } from '../errors/diagnostic.js';
import type { ExitCode } from '../errors/exit-codes.js';
import type { Check, Report } from '../report/model.js';
import type { Redactor } from '../report/redact.js';
import type { ReporterName } from './reporters.js';

export interface OptionSpec {
  /** As commander writes them: `--framework <name>`, `-H, --header <line>`, `--dry-run`, `--no-keepalive`. */
  readonly flags: string;
  readonly description: string;
  /** A whole command line that uses the flag; `--help` and the docs print it. */
  readonly example: string;
  /** The heading under which `--help` lists it. */
  readonly group: string;
  readonly choices?: readonly string[];
  /** The value in force where nobody sets one. Shown by `--help` and `--print-config`. */
  readonly default?: string | number | boolean | readonly string[];
  /** The flag may be given many times; the setting is a list. */
  readonly repeatable?: true;
  /** Repeatable, and takes the words behind its first value too, as long as they belong: `--threshold 'p99<200' 'errors<1%'`. */
  readonly takesMany?: (word: string) => boolean;
  /** Not read from the environment or the configuration file: a thing of this one invocation. */
  readonly invocationOnly?: true;
  /** Its value is masked wherever it is shown. */
  readonly secret?: true;
  /** Settings of which one must be in force where this is said on the command line: else it would mean nothing. */
  readonly goesWith?: readonly string[];
  /** Settings beside which it would mean nothing, or something else. */
  readonly notWith?: readonly string[];
  /** What does beside those of `notWith` what it is taken for: said where it is refused. */
  readonly instead?: string;
}

export interface ArgumentSpec {
  /** `<spec>`, `[url]`, `[urls...]` */
  readonly syntax: string;
  readonly description: string;
  /** Settings with which a `<required>` argument may be left out. */
  readonly notNeededWith?: readonly string[];
}

/** What is in force: flags over environment over file over defaults, before the tool's own schema has read it. */
export type RawSettings = Readonly<Record<string, unknown>>;

export interface ToolSpec<Settings = unknown> {
  readonly name: 'api-scaffold' | 'db-migrate' | 'api-load';
  readonly version: string;
  readonly summary: string;
  /** The section of backend.config.* and the prefix of its environment variables. */
  readonly section: 'scaffold' | 'migrate' | 'load';
  readonly arguments: readonly ArgumentSpec[];
  readonly options: readonly OptionSpec[];
  /** Two to five command lines with a word on each, for `--help` and for a call without arguments. */
  readonly examples: readonly { readonly command: string; readonly description: string }[];
  readonly reporters: readonly ReporterName[];
  /** Flags of tools that people come from, and what they are called here: said where one of them is not understood. */
  readonly wordsOfOthers?: Readonly<Record<string, string>>;
  readonly load: () => Promise<LoadedTool<Settings>>;
  /** Sets the stage for `--demo`: something to work on that needs nothing but the tool itself. */
  readonly demo?: () => Promise<(env: Env) => Promise<DemoStage>>;
}

/** What `--demo` prepared, and the command line that is run on it. */
export interface DemoStage {
  readonly argv: readonly string[];
  readonly close: () => Promise<void>;
}

/** What the command line knows of a tool before it is loaded: the same for tools of all settings. */
export type ToolFace = Omit<ToolSpec, 'load'>;

/** The part of a tool that costs time to load. */
export interface LoadedTool<Settings> {
  readonly codes: CodeTable;
  /** Reads the raw settings, keys in camelCase as commander names the flags. Unknown keys are refused by the caller. */
  readonly settings: ZodType<Settings>;
  /** The shape of `data` in the JSON document; only --json-schema asks for it. */
  readonly data: () => Promise<ZodType>;
  readonly run: (context: ToolContext<Settings>) => Promise<Outcome>;
}

export interface ToolContext<Settings> {
  readonly env: Env;
  readonly arguments: readonly string[];
  readonly settings: Settings;
  readonly redactor: Redactor;
  readonly progress: Progress;
  /** True where questions may be asked: stdin and stderr are terminals, and neither CI nor --no-input is set. */
  readonly interactive: boolean;
  /** Writes a line to stderr at once, redacted and safe for the terminal. */
  readonly say: (line: string) => Promise<void>;
  /** Stdout is one document of a machine's format, such as JSON: an outcome can be published once. */
  readonly oneDocument: boolean;
  /** Sends an outcome to its sinks now: for a command that keeps running until it is interrupted. */
  readonly publish: (outcome: Outcome) => Promise<void>;
}

/** A line on stderr that is redrawn in place; nothing at all where stderr is no terminal, or in CI. */
export interface Progress {
  readonly enabled: boolean;
  update(line: string): void;
  clear(): void;
}

export interface Outcome {
  readonly exitCode: ExitCode;
  readonly data: unknown;
  readonly report: Report;
  readonly diagnostics?: readonly Diagnostic[];
  /** What the report is about, each one: the results of SARIF, where they are more than the diagnostics. */
  readonly findings?: readonly Diagnostic[];
  /** What was checked, the passed ones too: test cases of the JUnit report. */
  readonly checks?: readonly Check[];
}
