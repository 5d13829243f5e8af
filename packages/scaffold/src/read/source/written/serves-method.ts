// `app.all(path, …)`: which methods are answered, and which are refused or left to what stands behind it.
import type { Machine } from '../interpret/machine.js';
import type { FoundRoute } from '../routes/collect-routes.js';
import type { Closure } from '../values.js';
import { emptyObservation, type Observation, probeHandler } from './probe-handler.js';

/** True for what cannot be told. */
export function servesMethod(machine: Machine, route: FoundRoute): boolean {
  if (route.ofAll === undefined || route.framework !== 'express') return route.ofAll !== 'beside';
  const seen = closuresOf(route).map((closure) => {
    const into = emptyObservation();
    probeHandler(machine, { framework: 'express', method: route.method.toUpperCase() }, closure, into);
    return into;
  });
  const last = seen.at(-1);
  if (seen.some(isRefusal) || (last?.isPassed && last.answers.length === 0)) return false;
  // Behind the methods of a path it usually says that there are no others.
  return (
    route.ofAll === 'alone' ||
    (last?.answers.some(({ status }) => /^[1-5]\d\d$/.test(status) && !NOTHING.has(status)) ?? false)
  );
}

const NOTHING: ReadonlySet<string> = new Set(['404', '405', '501']);

function isRefusal({ answers, isPassed }: Observation): boolean {
  return !isPassed && answers.length > 0 && answers.every(({ status }) => status === '405');
}

function closuresOf({ handlers }: FoundRoute): readonly Closure[] {
  const values = handlers.flatMap(({ value }) =>
    value.kind === 'list' ? value.items.map((item) => item.value) : [value],
  );
  return values.filter((value) => value.kind === 'closure');
}
