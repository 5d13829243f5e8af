// The links of an open loop to one target.
import type { Link } from '../link/link.js';

export interface Pool<Request> {
  readonly target: number;
  readonly links: Link[];
  /** The one that was used last on top: it is the least likely to have been closed by the server. */
  readonly idle: Link[];
  /** Closed ones, to be dialed again. */
  readonly closed: Link[];
  /** Requests that wait for a link that is being opened, the oldest first. */
  readonly waiting: Request[];
  dialing: number;
  readonly make: (user: number) => Link;
}

export function createPool<Request>(target: number, make: (user: number) => Link): Pool<Request> {
  return { target, make, links: [], idle: [], closed: [], waiting: [], dialing: 0 };
}

/** Puts a link where the next request finds it. */
export function shelve<Request>(pool: Pool<Request>, link: Link): void {
  if (link.state === 'idle') pool.idle.push(link);
  else if (link.state === 'closed') pool.closed.push(link);
}

/** One that changed its state while it lay there is left out: it has been put where it belongs by then. */
export function takeIdle<Request>(pool: Pool<Request>): Link | undefined {
  return takeInState(pool.idle, 'idle');
}

export function takeClosed<Request>(pool: Pool<Request>): Link | undefined {
  return takeInState(pool.closed, 'closed');
}

function takeInState(links: Link[], state: Link['state']): Link | undefined {
  for (let link = links.pop(); link; link = links.pop()) if (link.state === state) return link;
  return undefined;
}

/** Gives up links that have been dialing for longer than `timeoutMs`. */
export function cutDialing<Request>(pool: Pool<Request>, nowMs: number, timeoutMs: number): void {
  if (pool.dialing === 0) return;
  for (const link of pool.links) {
    if (link.state !== 'dialing' || nowMs - link.dialedAtMs < timeoutMs) continue;
    pool.dialing -= 1;
    link.abandon();
    pool.closed.push(link);
  }
}
