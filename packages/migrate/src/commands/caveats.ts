// How far an analysis can be relied on: what is missing, and what would give it. It is said, and not done.
import type { Diagnostic } from '@senior-backend/core/errors/diagnostic';
import { formatCount, formatDuration } from '@senior-backend/core/report/number';
import type { ANALYZE_CODES } from '../analyze/codes.js';
import type { Observation } from '../observe/observation.js';

const CODE = 'MIG510' satisfies keyof typeof ANALYZE_CODES;
/** Counters of less than this say little of a day. */
const YOUNG_MS = 3_600_000;

export function caveats(observation: Observation, now: Date): readonly Diagnostic[] {
  return [...gap(observation), ...young(observation, now), ...letGo(observation), ...replica(observation)];
}

function gap({ workload, server }: Observation): readonly Diagnostic[] {
  switch (workload.gap) {
    case null:
      return [];
    case 'not-installed':
      return [
        caveat(
          `no query times: pg_stat_statements is not installed in ${server.database}`,
          "set shared_preload_libraries = 'pg_stat_statements' in postgresql.conf and restart, then:\nCREATE EXTENSION pg_stat_statements;",
        ),
      ];
    case 'not-loaded':
      return [
        caveat(
          'no query times: pg_stat_statements is installed and the server does not load it',
          "set shared_preload_libraries = 'pg_stat_statements' in postgresql.conf and restart the server",
        ),
      ];
    case 'no-rights':
      return [
        caveat(
          'some statements are hidden from this role, and their times are missing',
          'GRANT pg_read_all_stats TO the role that analyses',
        ),
      ];
    default:
      return workload.gap satisfies never;
  }
}

function young({ workload }: Observation, now: Date): readonly Diagnostic[] {
  const ageMs = workload.since === null ? YOUNG_MS : now.getTime() - new Date(workload.since).getTime();
  if (ageMs >= YOUNG_MS || workload.statements.length === 0) return [];
  const age = formatDuration(Math.max(1_000, Math.floor(ageMs / 1_000) * 1_000));
  return [
    caveat(
      `the counters of pg_stat_statements began ${age} ago: what runs at other times of the day is not among them`,
      'analyse again when they are a day old, or take a log: --workload server.log',
    ),
  ];
}

function letGo({ workload: { deallocations } }: Observation): readonly Diagnostic[] {
  if (deallocations === 0) return [];
  return [
    caveat(
      `pg_stat_statements was full ${formatCount(deallocations)} ${deallocations === 1 ? 'time' : 'times'} and let go of what ran least: rare statements are missing or counted in part`,
      'raise pg_stat_statements.max and restart the server; where DDL fills it, pg_stat_statements.track_utility = off',
    ),
  ];
}

function replica({ server }: Observation): readonly Diagnostic[] {
  if (!server.replica) return [];
  return [
    caveat(
      'the server is a replica: it counts its own reads alone, and no writes',
      'analyse the primary too, above all before an index is dropped',
    ),
  ];
}

function caveat(message: string, help: string): Diagnostic {
  return { code: CODE, severity: 'warning', message, help };
}
