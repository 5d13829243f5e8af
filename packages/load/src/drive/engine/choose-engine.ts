// Which engine carries a run. The fast one is taken where it can do what the plan asks and has shown, just now, that it works.
import { type AddressInfo, createServer } from 'node:net';
import { loadError } from '../../codes.js';
import type { EngineName } from '../../measure/result.js';
import type { Plan } from '../../model/plan.js';
import type { Engine } from './engine.js';

export interface ChosenEngine {
  readonly name: EngineName;
  /** Why the fast one does not run; empty where it does, or was not wanted. */
  readonly reason: string;
}

/** Throws LOAD006 where the fast engine is asked for and cannot run. */
export async function chooseEngine(plan: Plan): Promise<ChosenEngine> {
  if (plan.engine === 'portable') return { name: 'portable', reason: '' };
  const reason = unfit(plan) ?? (await probe(plan.targets.some(({ secure }) => secure)));
  if (reason === undefined) return { name: 'fast', reason: '' };
  if (plan.engine === 'auto') return { name: 'portable', reason };
  throw loadError('LOAD006', {
    message: `the fast engine cannot run: ${reason}`,
    help: 'use --engine auto, which takes it where it can',
  });
}

function unfit({ targets, tls, http2Sessions, load }: Plan): string | undefined {
  const trustsAsNode = tls.verify && tls.files.ca === undefined && targets.some(({ secure }) => secure);
  if (trustsAsNode && hasOtherAuthorities())
    return 'Node was told to trust other authorities, which only the portable engine knows';
  if (targets.some(({ proxy }) => proxy?.tunnels)) return 'a tunnel through a proxy is for the portable engine';
  if (http2Sessions > 0) return 'HTTP/2 is for the portable engine';
  if (load.kind === 'open' && (load.pacing === 'ticker' || load.pacing === 'sleep'))
    return `--pacing ${load.pacing} is of the portable engine`;
  return undefined;
}

/** Whom Node trusts is known here only where nobody has changed it. */
function hasOtherAuthorities(): boolean {
  const { NODE_OPTIONS = '', NODE_USE_SYSTEM_CA = '' } = process.env;
  const changed = /--use-(?:openssl|system|bundled)-ca/.test([...process.execArgv, NODE_OPTIONS].join(' '));
  return changed || NODE_USE_SYSTEM_CA !== '';
}

const PROBE_MS = 1_000;

/** Sends a word to a server of our own and waits for its echo. Undefined where that works. */
async function probe(secure: boolean): Promise<string | undefined> {
  if (process.platform !== 'linux') return `it needs Linux, and this is ${process.platform}`;
  let engine: Engine;
  try {
    const { fastEngine } = await import('./fast/fast-engine.js');
    if (secure) await probeTls();
    engine = await fastEngine();
  } catch (error) {
    const [line] = (error instanceof Error ? error.message : String(error)).split('\n');
    return `its system calls cannot be loaded (${line})`;
  }
  const server = createServer((socket) => socket.pipe(socket));
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(0, '127.0.0.1', resolve);
    });
    const { port } = server.address() as AddressInfo;
    return (await echoes(engine, port)) ? undefined : 'its self-test failed';
  } catch (error) {
    return `its self-test failed (${error instanceof Error ? error.message : String(error)})`;
  } finally {
    engine.close();
    server.close();
  }
}

/** Throws where the OpenSSL of this Node is another one than the fast engine knows. */
async function probeTls(): Promise<void> {
  const [{ loadNative }, { TlsContexts }] = await Promise.all([
    import('./fast/native.js'),
    import('./fast/tls/tls-contexts.js'),
  ]);
  const contexts = new TlsContexts(await loadNative());
  contexts.contextOf({ files: {}, verify: false });
  contexts.free();
}

function echoes({ transports }: Engine, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(false), PROBE_MS);
    const end = (result: boolean): number => {
      clearTimeout(timer);
      resolve(result);
      return 0;
    };
    const transport = transports.open(
      { place: { host: '127.0.0.1', port } },
      {
        opened: () => transport.write(Buffer.from('echo')),
        received: (bytes, length) => end(bytes.toString('latin1', 0, length) === 'echo'),
        skipped: () => 0,
        lost: () => void end(false),
      },
    );
  });
}
