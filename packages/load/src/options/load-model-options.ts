import type { OptionSpec } from '@senior-backend/core/tool/tool';
import { SHOP } from './shop.js';

const GROUP = 'Load:';

export const loadModelOptions: readonly OptionSpec[] = [
  {
    flags: '-c, --concurrency <n>',
    description: 'users, each sending again once answered',
    example: `api-load ${SHOP} --concurrency 200`,
    group: GROUP,
    default: 50,
    notWith: ['rate', 'stages', 'findMax'],
    instead: 'a rate takes as many connections as it needs: --connections is the most of them',
  },
  {
    flags: '-d, --duration <time>',
    description: 'how long requests are sent: 30, 30s, 2m',
    example: `api-load ${SHOP} --duration 2m`,
    group: GROUP,
    default: '30s',
    notWith: ['requests', 'stages'],
    instead: 'leave it out: --requests and --stages say when a run ends',
  },
  {
    flags: '-n, --requests <n>',
    description: 'stop after this many requests instead',
    example: `api-load ${SHOP} --requests 10000`,
    group: GROUP,
  },
  {
    flags: '-r, --rate <rate>',
    description: 'open loop: requests a second (500, 90/m), sent when due whether or not earlier ones are answered',
    example: `api-load ${SHOP} --rate 500`,
    group: GROUP,
  },
  {
    flags: '--stages <list>',
    description: 'open loop in stages of a rate, or a ramp between two, and a time; instead of --duration',
    example: `api-load ${SHOP} --stages 0-500:30s,500:2m`,
    group: GROUP,
  },
  {
    flags: '--arrivals <spacing>',
    description: 'open loop: at equal distances, or as many independent users send',
    example: `api-load ${SHOP} --rate 500 --arrivals poisson`,
    group: GROUP,
    choices: ['even', 'poisson'],
    default: 'even',
  },
  {
    flags: '--seed <n>',
    description: 'the same random arrivals, rows and values again',
    example: `api-load ${SHOP} --rate 500 --arrivals poisson --seed 7`,
    group: GROUP,
  },
  {
    flags: '--connections <n>',
    description: 'most connections of an open loop (default: 1000), or those that users share with --http2',
    example: `api-load ${SHOP} --rate 500 --connections 100`,
    group: GROUP,
  },
  {
    flags: '--pacing <how>',
    description: 'open loop: spin is exact and takes a core, ticker is 0.1 ms late, sleep 1 ms',
    example: `api-load ${SHOP} --rate 500 --pacing spin`,
    group: GROUP,
    choices: ['auto', 'spin', 'ticker', 'sleep'],
    default: 'auto',
  },
  {
    flags: '--engine <name>',
    description: 'fast is a loop over epoll (Linux, HTTP/1.1), portable runs everywhere',
    example: `api-load ${SHOP} --engine portable`,
    group: GROUP,
    choices: ['auto', 'fast', 'portable'],
    default: 'auto',
  },
  {
    flags: '--warmup <time>',
    description: 'send for this long first, and leave it out of the results',
    example: `api-load ${SHOP} --warmup 5s`,
    group: GROUP,
    default: '0s',
  },
  {
    flags: '--grace <time>',
    description: 'wait this long at the end for answers still due',
    example: `api-load ${SHOP} --grace 10s`,
    group: GROUP,
    default: '5s',
  },
  {
    flags: '--threads <n>',
    description: 'threads that send (default: one less than the cores)',
    example: `api-load ${SHOP} --threads 4`,
    group: GROUP,
  },
];
