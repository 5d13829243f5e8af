import type { ApiPlan, HandlerStyle, PlannedOperation } from '../plan/api-plan.js';
import type { KnownOperation, Project } from './read-project.js';

export interface Placement {
  readonly plan: ApiPlan;
  /** Handlers on the disk whose operation is gone from the spec. */
  readonly leftOver: readonly LeftOver[];
}

/** How the handler of a name in a route file is written, or is to be. */
export type StyleOf = (name: string, file: string) => HandlerStyle | undefined;

export interface LeftOver {
  readonly operation: KnownOperation;
  readonly file: string;
  readonly offset: number;
  /** The operation that now has its method and path, where it was only renamed. */
  readonly renamedTo?: string;
}

/**
 * Leaves handlers where they are: one that stands in another file than its tag says, because the tag changed or its owner
 * moved it, is imported from there. With `only`, operations of other tags take part only if they have a handler already.
 */
export function placeOperations(
  plan: ApiPlan,
  project: Project,
  only: readonly string[] | undefined,
  styleOf: StyleOf = () => undefined,
): Placement {
  const homes = new Map<string, string>();
  for (const [file, source] of project.routes)
    for (const name of source.exports.keys()) if (!homes.has(name)) homes.set(name, file);
  const operations = plan.operations
    .filter(
      (planned) => only === undefined || only.includes(planned.operation.tag ?? 'default') || homes.has(planned.name),
    )
    .map((planned): PlannedOperation => {
      const atHome = project.routes.get(planned.file)?.exports.has(planned.name) ?? false;
      const file = atHome ? planned.file : (homes.get(planned.name) ?? planned.file);
      const style = styleOf(planned.name, file);
      return { ...planned, file, ...(style && { style }) };
    });
  return { plan: { ...plan, operations }, leftOver: findLeftOver(plan, project, homes) };
}

function findLeftOver(plan: ApiPlan, project: Project, homes: ReadonlyMap<string, string>): readonly LeftOver[] {
  const wanted = new Set(plan.operations.map((planned) => planned.name));
  return project.operations.flatMap((operation): LeftOver[] => {
    const file = homes.get(operation.name);
    if (wanted.has(operation.name) || file === undefined) return [];
    const same = plan.operations.find(
      (planned) => planned.operation.path === operation.path && planned.operation.method === operation.method,
    );
    return [
      {
        operation,
        file,
        offset: project.routes.get(file)?.exports.get(operation.name) ?? 0,
        ...(same && { renamedTo: same.name }),
      },
    ];
  });
}
