// What is sent: one request over and over, a mix of several, or flows of steps. Plain data, as a scenario file, a
// specification or the command line gives it.

export interface Traffic {
  readonly flows: readonly [Flow, ...Flow[]];
  /** Variables of a data file, one row for each start of a flow, in turn. */
  readonly rows: readonly Readonly<Record<string, string>>[];
  /** All that is drawn at random follows from it: the same seed gives the same requests. */
  readonly seed: number;
  readonly keepAlive: boolean;
  /** Each user keeps the cookies that it is given, as long as a flow lasts. */
  readonly cookies: boolean;
  /** Redirects that are followed one after another, at most; 0 for none. */
  readonly mostRedirects: number;
  /** What schemas of steps refer to; null where there are none. */
  readonly document: unknown;
}

/** Steps that one user does one after another. */
export interface Flow {
  readonly name: string;
  /** How often it is chosen, against the others. */
  readonly weight: number;
  readonly steps: readonly [Step, ...Step[]];
}

/** One request. Texts may hold `{{name}}`: see wire/template.ts. */
export interface Step {
  readonly name: string;
  readonly method: string;
  /** Path and query; undefined for those of the target. */
  readonly path: string | undefined;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string | Uint8Array;
  /** Statuses that make the answer a success; empty for what holds for the whole run. */
  readonly expectStatus: readonly number[];
  readonly captures: readonly Capture[];
  /** Schemas that JSON content must have, by status. */
  readonly schemas: readonly ResponseSchema[];
  /** Pause of the user after the answer. */
  readonly thinkMs: number;
}

/** A schema for the answers of a status; `4XX` and `default` stand for many. */
export interface ResponseSchema {
  readonly status: string;
  readonly schema: unknown;
}

/** A variable for the steps that follow, out of an answer. */
export type Capture =
  | { readonly variable: string; readonly header: string }
  /** RFC 6901. */
  | { readonly variable: string; readonly pointer: string };

/** The names of all steps, in the order of their numbers in the statistics. */
export function operationNames(traffic: Traffic): readonly string[] {
  return traffic.flows.flatMap((flow) => flow.steps.map((step) => step.name));
}
