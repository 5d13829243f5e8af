// What makes a part of a spec unusable, noted where it is found and told with its line once everything was read.
import type { Diagnostic } from '@senior-backend/core/errors/diagnostic';
import { ToolError } from '@senior-backend/core/errors/tool-error';
import type { SpecNode } from './node.js';
import { locateNodes } from './places/locate-nodes.js';

type FaultCode = 'SCAF102' | 'SCAF103' | 'SCAF104' | 'SCAF105' | 'SCAF107';

export class SpecFault extends Error {
  override readonly name = 'SpecFault';

  constructor(
    readonly code: FaultCode,
    readonly node: SpecNode,
    message: string,
    readonly help: string,
  ) {
    super(message);
  }
}

export type Fault = SpecFault | ToolError;

/** A document with more faults than this is not the one that was meant. */
const MOST_FAULTS = 100;

/** What `read` gives; where it finds a fault, that is noted and the rest is read with the value that stands in. */
export function orElse<Value>({ faults }: { readonly faults: Fault[] }, standIn: Value, read: () => Value): Value {
  try {
    return read();
  } catch (error) {
    const isFault = error instanceof SpecFault || error instanceof ToolError;
    if (!isFault || faults.length >= MOST_FAULTS) throw error;
    faults.push(error);
    return standIn;
  }
}

/** Faults with their lines, once each, in the order of their finding. */
export function describeFaults(faults: readonly Fault[]): readonly Diagnostic[] {
  const places = locateNodes(faults.flatMap((fault) => (fault instanceof SpecFault ? [fault.node] : [])));
  let next = 0;
  const told = faults.map((fault): Diagnostic => {
    if (fault instanceof ToolError) return fault.diagnostic;
    const at = places[next];
    next += 1;
    return { code: fault.code, severity: 'error', message: fault.message, ...(at && { at }), help: fault.help };
  });
  return [
    ...new Map(
      told.map((fault) => [`${fault.message} ${fault.at?.file}:${fault.at?.line}:${fault.at?.column}`, fault]),
    ).values(),
  ];
}

/** The error of a whole spec: the last fault, with the others before it. */
export function faultError(faults: readonly Fault[]): ToolError {
  const told = describeFaults(faults);
  const last = told.at(-1);
  if (!last) throw new RangeError('no fault');
  const { code, message, at, help } = last;
  const exitCode = faults.find((fault) => fault instanceof ToolError)?.exitCode ?? 3;
  return new ToolError(code, exitCode, {
    message,
    ...(at && { at }),
    ...(help !== undefined && { help }),
    related: told.slice(0, -1),
  });
}
