import type { FailureLog } from '../account/failure-log.js';
import type { Link } from '../link/link.js';

const POLL_MS = 2;

/**
 * Opens connections before the clock starts, so that a run does not begin with a burst of handshakes. What could not be opened in time is closed again and logged.
 */
export async function openAhead(connections: readonly Link[], limitMs: number, log: FailureLog): Promise<void> {
  const beganMs = performance.now();
  for (const connection of connections) connection.dial(beganMs);
  const dialing = (): readonly Link[] => connections.filter((connection) => connection.state === 'dialing');
  while (dialing().length > 0 && performance.now() - beganMs < limitMs) {
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  for (const connection of dialing()) {
    connection.abandon();
    log.add('connect.timeout', '', 0);
  }
}
