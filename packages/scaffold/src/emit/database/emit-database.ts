// The files of an API over a database, besides those that every document gives: repositories, and what they stand on.
import type { OutputFile } from '@senior-backend/core/files/output-file';
import type { Design, Resource } from '../../design/resource.js';
import { routeFileOf } from '../../plan/plan-api.js';
import { type Code, code, str } from '../code.js';
import { toolFile } from '../emit-shared.js';
import { entry, group, print } from '../layout.js';
import { render } from '../render.js';
import { jsonLiteral, list } from '../zod/call.js';
import { emitRepository } from './emit-repository.js';

/** Below the folder that holds `routes/`, `middleware/` and `types/`. */
export function emitDatabase(design: Design): readonly OutputFile[] {
  const fileOf = ({ slug }: Resource): string => routeFileOf(slug);
  const { rowSecurity, ifMatchRequired } = design;
  return [
    ...design.resources.map(
      (resource): OutputFile => ({
        path: `repositories/${fileOf(resource)}.ts`,
        owner: 'user',
        content: emitRepository(design, resource, fileOf),
      }),
    ),
    toolFile('database/database.ts', render('database/database.ts', { rowSecurity })),
    toolFile('database/errors.ts', render('database/errors.ts', {})),
    toolFile('database/constraints.ts', render('database/constraints.ts', { entries: constraintEntries(design) })),
    toolFile('database/cursor.ts', render('database/cursor.ts', {})),
    toolFile('database/select.ts', render('database/select.ts', {})),
    toolFile('database/write.ts', render('database/write.ts', { ifMatchRequired })),
  ];
}

/** `([[name, columns], …])` */
function constraintEntries({ resources }: Design): Code {
  const entries = resources.flatMap(({ relation }) =>
    [...relation.constraints].map(([name, columns]) => {
      const id = str(JSON.stringify([relation.schema, relation.name, name]));
      return entry(list([id, jsonLiteral(columns)]));
    }),
  );
  return print(group(code`([`, entries, code`])`));
}
