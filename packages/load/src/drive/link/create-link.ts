import type { Assignment } from '../assign/assignment.js';
import type { Endpoint, Transports } from '../engine/transport.js';
import { Connection } from './connection.js';
import { Http2Link, SessionGroup } from './http2/http2-link.js';
import type { Link, LinkOwner } from './link.js';
import { PipelinedLink, PipelineGroup } from './pipeline/pipelined-link.js';

/** Makes links to one target, in the protocol of the plan; called once for each user or connection. */
export function linksTo(
  endpoint: Endpoint,
  { traffic, http2Sessions, pipelined }: Assignment,
  owner: LinkOwner,
  transports: Transports,
  wantsHead: (status: number) => boolean,
): (user: number) => Link {
  if (http2Sessions > 0) {
    const group = new SessionGroup(endpoint, http2Sessions);
    return (user) => new Http2Link(user, group, owner, wantsHead);
  }
  if (pipelined > 0) {
    const group = new PipelineGroup(endpoint, pipelined, transports, wantsHead);
    return (user) => new PipelinedLink(user, group, owner);
  }
  return (user) => new Connection(user, endpoint, owner, transports, traffic.keepAlive, wantsHead);
}
