import type { Engine } from '../engine.js';
import { Arena } from './arena.js';
import { openLibc } from './libc.js';
import { loadNative } from './native.js';
import { Reactor } from './reactor.js';
import { TlsContexts } from './tls/tls-contexts.js';

/** A loop over epoll of this thread. Rejects where this system has no such thing. */
export async function fastEngine(): Promise<Engine> {
  const native = await loadNative();
  const reactor = new Reactor(openLibc(native), new Arena(native), new TlsContexts(native));
  return {
    name: 'fast',
    transports: reactor,
    // Waiting in the kernel for the next due time is exact to some microseconds: only who asks for it spins.
    createPacer: (pacing) => reactor.pacer(pacing === 'spin'),
    idleMs: () => reactor.idleMs,
    close: () => reactor.close(),
  };
}
