import type { OptionSpec } from '@senior-backend/core/tool/tool';
import { SHOP } from './shop.js';

const GROUP = 'Verdicts:';

export const verdictOptions: readonly OptionSpec[] = [
  {
    flags: '--expect-status <list>',
    description: 'success is exactly these; anything else is exit 1',
    example: `api-load ${SHOP} --expect-status 400,422`,
    group: GROUP,
  },
  {
    flags: '--expect-rate-limit',
    description: 'exit 1 unless 429 is seen; reports where the limit begins and whether its headers are true',
    example: `api-load ${SHOP} --rate 100 --duration 30s --expect-rate-limit`,
    group: GROUP,
  },
  {
    flags: '--rate-limit-key <line>',
    description:
      "with --expect-rate-limit: give one request in ten this header 'Name: value', and exit 1 where it is limited with the others",
    example: `api-load ${SHOP} --rate 100 --expect-rate-limit -H 'X-API-Key: a' --rate-limit-key 'X-API-Key: b'`,
    group: GROUP,
    secret: true,
  },
  {
    flags: '--threshold <expression>',
    description: "exit 1 where it is missed: 'p99<200' 'errors<1%' 'p95{checkout}<80'; repeatable",
    example: `api-load ${SHOP} --threshold 'p99<200' 'errors<1%'`,
    group: GROUP,
    repeatable: true,
    // A URL has another sign behind its first word.
    takesMany: (word) => /^[a-z_]+[\w.]*\s*[{<>]/i.test(word),
  },
  {
    flags: '--abort-on-fail',
    description: 'stop as soon as a threshold is missed (asked once a second, from 100 requests on)',
    example: `api-load ${SHOP} --threshold 'errors<1%' --abort-on-fail`,
    group: GROUP,
    goesWith: ['threshold'],
  },
  {
    flags: '--compare [baseline]',
    description: 'two URLs in turn, or one against a file that --save wrote',
    example: `api-load ${SHOP} --compare baseline.json`,
    group: GROUP,
    invocationOnly: true,
  },
  {
    flags: '--tolerance <share>',
    description: 'exit 1 where a comparison shows more slowing down than this',
    example: `api-load ${SHOP} --compare baseline.json --tolerance 10%`,
    group: GROUP,
    default: '5%',
    goesWith: ['compare'],
  },
  {
    flags: '--margin <share>',
    description: 'equivalent is what differs by no more than this, however certain; never more than --tolerance',
    example: `api-load ${SHOP} http://localhost:3001/orders --compare --margin 3%`,
    group: GROUP,
    default: '2%',
    goesWith: ['compare'],
  },
  {
    flags: '--save <file>',
    description: 'add this run to the baseline in this file, for --compare; from six runs on their spread decides',
    example: `api-load ${SHOP} --save baseline.json`,
    group: GROUP,
    invocationOnly: true,
  },
  {
    flags: '--pg <url>',
    description: 'show what statements, waits and locks of this database did during the run',
    example: `api-load ${SHOP} --pg postgres://localhost/shop`,
    group: GROUP,
    secret: true,
  },
  {
    flags: '--find-max',
    description: 'search for the highest rate that holds the thresholds, from --rate on (default: 50)',
    example: `api-load ${SHOP} --find-max --threshold 'p99<200' 'errors<1%' --duration 5s`,
    group: GROUP,
    invocationOnly: true,
  },
  {
    flags: '--strict',
    description: 'exit 1 where the client itself could not keep up',
    example: `api-load ${SHOP} --rate 500 --strict`,
    group: GROUP,
  },
  {
    flags: '--yes',
    description: 'go ahead above 1,000 users towards a public address',
    example: 'api-load https://shop.example/ --concurrency 2000 --yes',
    group: GROUP,
    invocationOnly: true,
  },
];
