// The flags of api-load, as data: `--help`, the completion and the documentation read them.
import type { OptionSpec } from '@senior-backend/core/cli/tool';

const LOAD = 'Load:';
const REQUEST = 'Request:';
const CONNECTION = 'Connection:';
const VERDICT = 'Verdicts:';
const SHOP = 'http://localhost:3000/orders';

export const loadOptions: readonly OptionSpec[] = [
  {
    flags: '-c, --concurrency <n>',
    description: 'users, each sending again once answered',
    example: `api-load ${SHOP} --concurrency 200`,
    group: LOAD,
    default: 50,
  },
  {
    flags: '-d, --duration <time>',
    description: 'how long requests are sent: 30, 30s, 2m',
    example: `api-load ${SHOP} --duration 2m`,
    group: LOAD,
    default: '30s',
  },
  {
    flags: '-n, --requests <n>',
    description: 'stop after this many requests instead',
    example: `api-load ${SHOP} --requests 10000`,
    group: LOAD,
  },
  {
    flags: '-r, --rate <rate>',
    description: 'open loop: requests a second (500, 90/m), sent when due whether or not earlier ones are answered',
    example: `api-load ${SHOP} --rate 500`,
    group: LOAD,
  },
  {
    flags: '--stages <list>',
    description: 'open loop in stages of a rate, or a ramp between two, and a time; instead of --duration',
    example: `api-load ${SHOP} --stages 0-500:30s,500:2m`,
    group: LOAD,
  },
  {
    flags: '--arrivals <spacing>',
    description: 'open loop: at equal distances, or as many independent users send',
    example: `api-load ${SHOP} --rate 500 --arrivals poisson`,
    group: LOAD,
    choices: ['even', 'poisson'],
    default: 'even',
  },
  {
    flags: '--seed <n>',
    description: 'the same random arrivals again',
    example: `api-load ${SHOP} --rate 500 --arrivals poisson --seed 7`,
    group: LOAD,
  },
  {
    flags: '--connections <n>',
    description: 'open loop: most connections; a request due when all are busy is dropped (default: 1000)',
    example: `api-load ${SHOP} --rate 500 --connections 100`,
    group: LOAD,
  },
  {
    flags: '--pacing <how>',
    description: 'open loop: spin is exact and takes a core, ticker is 0.1 ms late, sleep 1 ms',
    example: `api-load ${SHOP} --rate 500 --pacing spin`,
    group: LOAD,
    choices: ['auto', 'spin', 'ticker', 'sleep'],
    default: 'auto',
  },
  {
    flags: '--warmup <time>',
    description: 'send for this long first, and leave it out of the results',
    example: `api-load ${SHOP} --warmup 5s`,
    group: LOAD,
    default: '0s',
  },
  {
    flags: '--grace <time>',
    description: 'wait this long at the end for answers still due',
    example: `api-load ${SHOP} --grace 10s`,
    group: LOAD,
    default: '5s',
  },
  {
    flags: '--threads <n>',
    description: 'threads that send (default: one less than the cores)',
    example: `api-load ${SHOP} --threads 4`,
    group: LOAD,
  },
  {
    flags: '-X, --method <method>',
    description: 'the method (default: GET, or POST with --body)',
    example: `api-load ${SHOP} --method DELETE`,
    group: REQUEST,
  },
  {
    flags: '-H, --header <line>',
    description: "a header 'Name: value'; repeatable",
    example: `api-load ${SHOP} --header 'Authorization: Bearer …'`,
    group: REQUEST,
    repeatable: true,
    secret: true,
  },
  {
    flags: '-b, --body <text>',
    description: 'the content, or @FILE for that of a file',
    example: `api-load ${SHOP} --method POST --body '{"item":1}'`,
    group: REQUEST,
    secret: true,
  },
  {
    flags: '-t, --timeout <time>',
    description: 'for a whole request, connecting included',
    example: `api-load ${SHOP} --timeout 2s`,
    group: CONNECTION,
    default: '10s',
  },
  {
    flags: '--no-keepalive',
    description: 'a new connection for each request',
    example: `api-load ${SHOP} --no-keepalive`,
    group: CONNECTION,
  },
  {
    flags: '--ca <file>',
    description: 'trust the authorities in this PEM file',
    example: 'api-load https://shop.internal/ --ca ca.pem',
    group: CONNECTION,
  },
  {
    flags: '--cert <file>',
    description: 'client certificate, PEM',
    example: 'api-load https://shop.internal/ --cert me.pem --key me.key',
    group: CONNECTION,
  },
  {
    flags: '--key <file>',
    description: 'key of the client certificate, PEM',
    example: 'api-load https://shop.internal/ --cert me.pem --key me.key',
    group: CONNECTION,
  },
  {
    flags: '--insecure',
    description: 'do not verify the certificate; every output says so',
    example: 'api-load https://localhost:8443/ --insecure',
    group: CONNECTION,
  },
  {
    flags: '--expect-status <list>',
    description: 'success is exactly these; anything else is exit 1',
    example: `api-load ${SHOP} --expect-status 400,422`,
    group: VERDICT,
  },
  {
    flags: '--expect-rate-limit',
    description: 'exit 1 unless 429 is seen; reports where the limit begins and whether its headers are true',
    example: `api-load ${SHOP} --rate 100 --duration 30s --expect-rate-limit`,
    group: VERDICT,
  },
  {
    flags: '--threshold <expression>',
    description: "exit 1 where it is missed: 'p99<200' 'errors<1%' 'rps>500'; repeatable",
    example: `api-load ${SHOP} --threshold 'p99<200' 'errors<1%'`,
    group: VERDICT,
    repeatable: true,
    takesMany: (word) => /^[a-z]+[0-9._]*\s*[<>]/i.test(word),
  },
  {
    flags: '--compare [baseline]',
    description: 'two URLs in turn, or one against a file that --save wrote',
    example: `api-load ${SHOP} --compare baseline.json`,
    group: VERDICT,
    invocationOnly: true,
  },
  {
    flags: '--tolerance <share>',
    description: 'exit 1 where a comparison shows more slowing down than this',
    example: `api-load ${SHOP} --compare baseline.json --tolerance 10%`,
    group: VERDICT,
    default: '5%',
  },
  {
    flags: '--save <file>',
    description: 'write this run as a baseline for --compare',
    example: `api-load ${SHOP} --save baseline.json`,
    group: VERDICT,
    invocationOnly: true,
  },
  {
    flags: '--strict',
    description: 'exit 1 where the client itself could not keep up',
    example: `api-load ${SHOP} --rate 500 --strict`,
    group: VERDICT,
  },
  {
    flags: '--yes',
    description: 'go ahead above 1,000 users towards a public address',
    example: 'api-load https://shop.example/ --concurrency 2000 --yes',
    group: VERDICT,
    invocationOnly: true,
  },
];
