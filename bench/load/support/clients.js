// Load testers of others, as command lines, where they are installed. Each sends over one thread for the same time.
import { hasProgram } from './processes.js';

const BIN = new URL('../../../packages/load/bin/api-load.js', import.meta.url).pathname;

/** Our own command: `node api-load.js URL …`. */
export const ours = (url, { connections, seconds, more = [] }) => [
  process.execPath,
  BIN,
  url,
  '-c',
  String(connections),
  '-d',
  String(seconds),
  '--threads',
  '1',
  '--json',
  ...more,
];

const PEERS = {
  wrk: (url, { connections, seconds }) => ['wrk', '-t1', `-c${connections}`, `-d${seconds}`, url],
  autocannon: (url, { connections, seconds }) => ['autocannon', '-c', String(connections), '-d', String(seconds), url],
  hey: (url, { connections, seconds }) => ['hey', '-cpus', '1', '-c', String(connections), '-z', `${seconds}s`, url],
  ab: (url, { connections, seconds }) => [
    'ab',
    '-q',
    '-k',
    '-c',
    String(connections),
    '-t',
    String(seconds),
    '-n',
    '100000000',
    url,
  ],
};

/** The peers that are here, by name; of `wanted`, or all. */
export function installedPeers(wanted = Object.keys(PEERS)) {
  const found = Object.entries(PEERS).filter(([name]) => wanted.includes(name) && hasProgram(name));
  const missing = wanted.filter((name) => !found.some(([known]) => known === name));
  return { peers: Object.fromEntries(found), missing };
}
