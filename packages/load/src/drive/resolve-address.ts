// From a host name to the one address that all workers use, decided once, before the start.
import { lookup } from 'node:dns/promises';
import { connect } from 'node:net';
import { loadError } from '../codes.js';
import type { Target } from '../model/plan.js';
import type { Place } from './engine/transport.js';

export interface FoundPlace {
  readonly place: Place;
  /** How long the name took to resolve. */
  readonly lookupMs: number;
}

/** Where the connections to a target go: its proxy, its socket, the address that was given for it, or what its name resolves to. */
export async function findPlace(target: Target, timeoutMs: number): Promise<FoundPlace> {
  const { via, port, proxy } = target;
  if (proxy) {
    const { address, lookupMs } = await resolveAddress(proxy, timeoutMs);
    return { place: { host: address, port: proxy.port }, lookupMs };
  }
  if (via && 'socketPath' in via) return { place: { path: via.socketPath }, lookupMs: 0 };
  if (via) return { place: { host: via.address, port }, lookupMs: 0 };
  const { address, lookupMs } = await resolveAddress(target, timeoutMs);
  return { place: { host: address, port }, lookupMs };
}

export function describePlace(place: Place): string {
  return 'path' in place ? `unix:${place.path}` : place.host;
}

/**
 * The first address of the host that takes a connection, in the order of the resolver; the first of all where none does,
 * so that the run shows how it fails. Throws LOAD201 where the name has no address.
 */
async function resolveAddress(
  { host, port }: Pick<Target, 'host' | 'port'>,
  timeoutMs: number,
): Promise<{ readonly address: string; readonly lookupMs: number }> {
  const beganMs = performance.now();
  const addresses = await lookup(host, { all: true }).catch((cause: NodeJS.ErrnoException) => {
    throw loadError('LOAD201', {
      message: `the host ${host} has no address (${cause.code ?? cause.message})`,
      help: 'check the spelling, and that this machine can resolve names',
      cause,
    });
  });
  const lookupMs = performance.now() - beganMs;
  const [first] = addresses;
  if (!first) throw loadError('LOAD201', { message: `the host ${host} has no address`, help: 'check the spelling' });
  if (addresses.length === 1) return { address: first.address, lookupMs };
  for (const { address } of addresses) if (await accepts(address, port, timeoutMs)) return { address, lookupMs };
  return { address: first.address, lookupMs };
}

function accepts(address: string, port: number, timeoutMs: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: address, port, timeout: timeoutMs });
    const end = (result: boolean): void => {
      socket.destroy();
      resolve(result);
    };
    socket.once('connect', () => end(true));
    socket.once('error', () => end(false));
    socket.once('timeout', () => end(false));
  });
}
