// What load testers say of servers that fail: each fault against each tester, for two seconds, ended by force after nine.
// A tester hangs where it does not end by itself; a success is false where it reports requests that went well and no error, of a
// server that never answered properly; and its exit code is wrong where it is 0 for a run in which nothing succeeded. Passes
// where api-load does none of these. Peers that are installed (wrk, ab, hey, autocannon) stand beside it. About five
// minutes with all of them. Usage: node bench/load/faults.js
import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { installedPeers, ours } from './support/clients.js';
import { verdict } from './support/statistics.js';

const SECONDS = 2;
const PATIENCE_MS = 9_000;
const OK = 'HTTP/1.1 200 OK\r\nConnection: keep-alive\r\nContent-Length: 2\r\n\r\nok';
const print = (line) => process.stdout.write(`${line}\n`);

const drip = (socket, text) => {
  let at = 0;
  const timer = setInterval(() => socket.write(text[at++ % text.length]), 100);
  socket.once('close', () => clearInterval(timer));
};
const endless = (socket, piece) => {
  const push = () => {
    while (!socket.destroyed && socket.write(piece));
    if (!socket.destroyed) socket.once('drain', push);
  };
  push();
};

/** What the server does with a request, and whether anything of it is a success. */
const FAULTS = {
  none: { good: true, answer: (socket) => socket.write(OK) },
  'reset before the answer': { answer: (socket) => socket.resetAndDestroy() },
  'closed before the answer': { answer: (socket) => socket.end() },
  'content cut short': { answer: (socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nhalf') },
  'no last chunk': {
    answer: (socket) => socket.end('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n'),
  },
  'not HTTP': { answer: (socket) => socket.end('220 mail.example ESMTP\r\n') },
  'bad Content-Length': {
    answer: (socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: five\r\n\r\nhello'),
  },
  'a byte each 100 ms': {
    answer: (socket) => {
      socket.write('HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n');
      drip(socket, 'x');
    },
  },
  'chunks without end': {
    answer: (socket) => {
      socket.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n');
      endless(socket, `1000\r\n${'x'.repeat(4_096)}\r\n`);
    },
  },
  'never answers': { answer: () => undefined },
  'header without end': {
    answer: (socket) => {
      socket.write('HTTP/1.1 200 OK\r\n');
      endless(socket, `X: ${'y'.repeat(1_000)}\r\n`);
    },
  },
  'all 503': {
    answer: (socket) =>
      socket.write('HTTP/1.1 503 Service Unavailable\r\nConnection: keep-alive\r\nContent-Length: 0\r\n\r\n'),
  },
};

async function serve({ answer }) {
  const sockets = new Set();
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    socket.on('data', (chunk) => {
      for (let count = chunk.toString('latin1').split('\r\n\r\n').length - 1; count > 0; count -= 1) answer(socket);
    });
  });
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    url: `http://127.0.0.1:${server.address().port}/`,
    close: () => {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

function run([program, ...args]) {
  return new Promise((done) => {
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let [stdout, stderr, hung] = ['', '', false];
    child.stdout.on('data', (chunk) => (stdout += chunk));
    child.stderr.on('data', (chunk) => (stderr += chunk));
    const timer = setTimeout(() => {
      hung = true;
      child.kill('SIGKILL');
    }, PATIENCE_MS);
    child.once('close', (code) => {
      clearTimeout(timer);
      done({ stdout, stderr, code, hung });
    });
  });
}

const first = (text, pattern) => Number(pattern.exec(text)?.[1] ?? 0);
const sum = (text, pattern) => [...text.matchAll(pattern)].reduce((all, match) => all + Number(match[1]), 0);

/** Requests that went well and errors, as each of them reports. */
const READ = {
  'api-load': ({ stdout }) => {
    const { ok, failed, unfinished } = JSON.parse(stdout).data.targets[0].requests;
    return { ok, errors: failed + unfinished };
  },
  wrk: ({ stdout }) => {
    const others = first(stdout, /Non-2xx or 3xx responses: (\d+)/);
    return {
      ok: first(stdout, /(\d+) requests in/) - others,
      errors: others + sum(stdout, /(?:connect|read|write|timeout) (\d+)/g),
    };
  },
  ab: ({ stdout }) => ({
    ok: first(stdout, /Complete requests:\s+(\d+)/) - first(stdout, /Non-2xx responses:\s+(\d+)/),
    errors: first(stdout, /Failed requests:\s+(\d+)/) + first(stdout, /Non-2xx responses:\s+(\d+)/),
  }),
  hey: ({ stdout }) => ({
    ok: sum(stdout, /\[[23]\d\d\]\s+(\d+) responses/g),
    errors: sum(stdout, /\[[45]\d\d\]\s+(\d+) responses/g) + sum(stdout, /^\s+\[(\d+)\]\t/gm),
  }),
  autocannon: ({ stdout }) => {
    const { errors, timeouts, non2xx, ['2xx']: ok } = JSON.parse(stdout);
    return { ok, errors: errors + timeouts + non2xx };
  },
};

const options = { connections: 4, seconds: SECONDS };
const { peers, missing } = installedPeers(['wrk', 'ab', 'hey', 'autocannon']);
if (missing.length > 0) print(`not installed, and left out: ${missing.join(', ')}`);
const testers = {
  'api-load': (url) => ours(url, { ...options, more: ['-t', '1s', '--grace', '1s'] }),
  ...Object.fromEntries(Object.entries(peers).map(([name, command]) => [name, (url) => command(url, options)])),
};
// Machine-readable, and with a time of its own.
if (peers.autocannon) testers.autocannon = (url) => [...peers.autocannon(url, options), '--json', '--timeout', '1'];

/** What is wrong with how it went; empty where nothing is. */
function flaws(name, fault, result) {
  if (result.hung) return 'hangs';
  let seen;
  try {
    seen = READ[name](result);
  } catch {
    seen = { ok: 0, errors: 0 };
  }
  const wrong = [];
  if (!fault.good && seen.ok > 0) wrong.push('false success');
  else if (!fault.good && seen.errors === 0) wrong.push('says nothing');
  if (fault.good ? result.code !== 0 : result.code === 0) wrong.push(`exit ${result.code}`);
  return wrong.join(', ');
}

const names = Object.keys(testers);
const wrongOf = Object.fromEntries(names.map((name) => [name, 0]));
const cell = (text) => text.padEnd(26);
print(cell('the server') + names.map(cell).join(''));
for (const [title, fault] of Object.entries(FAULTS)) {
  let line = cell(title);
  for (const name of names) {
    const server = await serve(fault);
    const wrong = flaws(name, fault, await run(testers[name](server.url)));
    server.close();
    if (wrong !== '') wrongOf[name] += 1;
    line += cell(wrong === '' ? 'right' : wrong);
  }
  print(line.trimEnd());
}
print(`rows with something wrong: ${names.map((name) => `${name} ${wrongOf[name]}`).join(', ')}`);
verdict('api-load hangs nowhere, counts no false success, and its exit code is right', wrongOf['api-load'] === 0);
