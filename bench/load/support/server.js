// A server that costs as little as Node allows: one fixed answer for each request head, and a count of them.
// Usage: node server.js <bytes of content> [<folder of key.pem and cert.pem, for TLS>]; prints its port; the line "count" on stdin prints the count and sets it to 0.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { createServer as createTlsServer } from 'node:tls';

const size = Number(process.argv[2] ?? 13);
const answer = Buffer.from(
  `HTTP/1.1 200 OK\r\nServer: bench\r\nContent-Type: text/plain\r\nContent-Length: ${size}\r\n\r\n${'x'.repeat(size)}`,
);
const END = Buffer.from('\r\n\r\n');
let count = 0;

const folder = process.argv[3];
const pem = (name) => readFileSync(`${folder}/${name}.pem`);
const listen = (onSocket) =>
  folder
    ? createTlsServer({ noDelay: true, key: pem('key'), cert: pem('cert') }, onSocket)
    : createServer({ noDelay: true }, onSocket);
const server = listen((socket) => {
  socket.on('error', () => socket.destroy());
  let tail = '';
  socket.on('data', (chunk) => {
    // A request of a load tester arrives whole, as a rule; what does not is put together here.
    let from = 0;
    const head = tail === '' ? chunk : Buffer.concat([Buffer.from(tail, 'latin1'), chunk]);
    for (let at = head.indexOf(END); at !== -1; at = head.indexOf(END, from)) {
      from = at + 4;
      count += 1;
      socket.write(answer);
    }
    tail = from === head.length ? '' : head.toString('latin1', from);
  });
});
server.listen(0, '127.0.0.1', () => process.stdout.write(`${server.address().port}\n`));
createInterface({ input: process.stdin }).on('line', () => {
  process.stdout.write(`${count}\n`);
  count = 0;
});
