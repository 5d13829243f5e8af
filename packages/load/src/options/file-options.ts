import type { OptionSpec } from '@senior-backend/core/tool/tool';
import { SHOP } from './shop.js';

const GROUP = 'Files:';

export const fileOptions: readonly OptionSpec[] = [
  {
    flags: '--csv <file>',
    description: 'write each second of the run as a line of CSV',
    example: `api-load ${SHOP} --csv run.csv`,
    group: GROUP,
    invocationOnly: true,
  },
  {
    flags: '--hdr <file>',
    description: 'write the latencies as a HdrHistogram log',
    example: `api-load ${SHOP} --hdr run.hlog`,
    group: GROUP,
    invocationOnly: true,
  },
  {
    flags: '--prometheus <file>',
    description: 'write the result as OpenMetrics text',
    example: `api-load ${SHOP} --prometheus /var/lib/node-exporter/load.prom`,
    group: GROUP,
    invocationOnly: true,
  },
];
