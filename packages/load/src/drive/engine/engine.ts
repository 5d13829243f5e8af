// The face that both engines have: how connections are carried, and how the times at which requests are due are waited for.

import type { EngineName } from '../../measure/result.js';
import type { Pacing } from '../../model/plan.js';
import { createPacer, type Pacer } from './pacer.js';
import { SocketTransports } from './socket-transport.js';
import type { Transports } from './transport.js';

export interface Engine {
  readonly name: EngineName;
  readonly transports: Transports;
  createPacer(pacing: Pacing): Pacer;
  /** Milliseconds spent waiting in the kernel since it was made, where the event loop of Node does not see them. */
  idleMs(): number | undefined;
  /** Nothing is open any more, and nothing turns. */
  close(): void;
}

/** On `node:net` and `node:tls`: runs everywhere, and is the reference. */
function portableEngine(): Engine {
  return {
    name: 'portable',
    transports: new SocketTransports(),
    createPacer,
    idleMs: () => undefined,
    close: () => undefined,
  };
}

/** Of the calling thread. The fast one must have passed its probe in this process. */
export async function createEngine(name: EngineName): Promise<Engine> {
  switch (name) {
    case 'portable':
      return portableEngine();
    case 'fast': {
      const { fastEngine } = await import('./fast/fast-engine.js');
      return fastEngine();
    }
    default:
      return name satisfies never;
  }
}
