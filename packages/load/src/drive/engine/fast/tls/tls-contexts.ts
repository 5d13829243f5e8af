// The TLS of a loop: one context for each set of files, made when it is first needed, freed with the loop.
import type { TlsFiles } from '../../../../model/plan.js';
import type { TlsEndpoint } from '../../transport.js';
import type { Native } from '../native.js';
import { type Openssl, openOpenssl } from './openssl.js';
import { TlsContext } from './tls-context.js';

export class TlsContexts {
  private readonly contexts = new Map<TlsFiles, TlsContext>();
  private openssl: Openssl | undefined;

  constructor(readonly native: Native) {}

  contextOf({ files, verify }: Pick<TlsEndpoint, 'files' | 'verify'>): TlsContext {
    const known = this.contexts.get(files);
    if (known) return known;
    this.openssl ??= openOpenssl(this.native);
    const made = new TlsContext(this.native, this.openssl, files, verify);
    this.contexts.set(files, made);
    return made;
  }

  /** The sockets must be closed by then. */
  free(): void {
    for (const context of this.contexts.values()) context.free();
    this.contexts.clear();
  }
}
