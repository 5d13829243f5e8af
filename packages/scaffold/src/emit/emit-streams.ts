// The files for bodies that are never held whole, where an API has such bodies.
import type { OutputFile } from '@senior-backend/core/files/output-file';
import type { ApiPlan } from '../plan/api-plan.js';
import { streamUse } from '../plan/streams.js';
import type { SharedParts } from './framework.js';
import { render } from './render.js';

/** What the templates of handlers must know. */
export function streamView(plan: ApiPlan): { readonly streamsIn: boolean; readonly streamsOut: boolean } {
  const { bytesIn, sequencesIn, bytesOut, sequencesOut } = streamUse(plan);
  return { streamsIn: bytesIn || sequencesIn, streamsOut: bytesOut || sequencesOut };
}

export function streamFiles(plan: ApiPlan, { begun }: SharedParts): readonly OutputFile[] {
  const { streamsIn, streamsOut } = streamView(plan);
  const { bytesIn, sequencesIn, sequencesOut } = streamUse(plan);
  const requests = render('shared/request-streams.ts', { bytes: bytesIn, sequences: sequencesIn });
  const answers = render('shared/answer-streams.ts', { begun, sequences: sequencesOut });
  return [
    ...(streamsIn ? [{ path: 'middleware/request-streams.ts', owner: 'tool' as const, content: requests }] : []),
    ...(streamsOut ? [{ path: 'middleware/answer-streams.ts', owner: 'tool' as const, content: answers }] : []),
  ];
}
