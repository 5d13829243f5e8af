import type { Assignment } from './assignment.js';
import { Connection } from './connection.js';
import type { Endpoint, Transports } from './engine/transport.js';
import { Http2Link, SessionGroup } from './http2-link.js';
import type { Link, LinkOwner } from './link.js';

/** Makes links to one target, in the protocol of the plan; called once for each user or connection. */
export function linksTo(
  endpoint: Endpoint,
  { traffic, http2Sessions }: Assignment,
  owner: LinkOwner,
  transports: Transports,
  wantsHead: (status: number) => boolean,
): (user: number) => Link {
  if (http2Sessions === 0)
    return (user) => new Connection(user, endpoint, owner, transports, traffic.keepAlive, wantsHead);
  const group = new SessionGroup(endpoint, http2Sessions);
  return (user) => new Http2Link(user, group, owner);
}
