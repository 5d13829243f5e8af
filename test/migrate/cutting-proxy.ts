// Between a client and Postgres: lets messages of the client through until the k-th, and cuts the connection there.
import { connect, createServer, type Socket } from 'node:net';

export interface CuttingProxy {
  readonly port: number;
  /** Messages that the client has sent, the first one being its start-up. */
  readonly count: () => number;
  close(): Promise<void>;
}

/**
 * before  the server never sees the message
 * after   the server has answered it, and the client never hears
 */
export type Cut = 'before' | 'after';

/** Cuts once: at the k-th message of all connections together; never where `k` is 0. */
export async function cuttingProxy(host: string, port: number, k: number, cut: Cut): Promise<CuttingProxy> {
  const sockets = new Set<Socket>();
  let count = 0;
  const server = createServer((client) => {
    const upstream = connect({ host, port });
    let isDeaf = false;
    const end = (): void => {
      client.destroy();
      upstream.destroy();
    };
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', end);
      socket.on('close', end);
    }
    upstream.on('data', (bytes) => {
      if (isDeaf) end();
      else client.write(bytes);
    });
    const take = messageReader((message) => {
      count += 1;
      if (count === k && cut === 'before') end();
      else if (!client.destroyed) upstream.write(message);
      // A message that has no answer of its own is answered by what comes next, which the client never hears either.
      if (count === k && cut === 'after') isDeaf = true;
    });
    client.on('data', take);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    count: () => count,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}

/** Cuts a stream into messages (protocol, 55.7): a type and a length, but for the first, which has a length alone. */
function messageReader(give: (message: Buffer) => void): (bytes: Buffer) => void {
  let rest: Buffer = Buffer.alloc(0);
  let isFirst = true;
  return (bytes) => {
    rest = Buffer.concat([rest, bytes]);
    for (;;) {
      const head = isFirst ? 0 : 1;
      if (rest.length < head + 4) return;
      const length = head + rest.readInt32BE(head);
      if (rest.length < length) return;
      give(rest.subarray(0, length));
      rest = rest.subarray(length);
      isFirst = false;
    }
  };
}
