// CPU time a request over HTTP/2 (without TLS) beside h2load, against nginx: 10 connections of 10 streams. Passes from 0.75
// of h2load on, in the engine. About a minute.
// Usage: node bench/load/http2.js [--rounds 5] [--seconds 3]
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { hasProgram, measureCpu, onCore } from './support/processes.js';
import { median, verdict } from './support/statistics.js';

const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '5' }, seconds: { type: 'string', default: '3' } },
});
const print = (line) => process.stdout.write(`${line}\n`);
const BIN = new URL('../../packages/load/bin/api-load.js', import.meta.url).pathname;

const missing = ['nginx', 'h2load'].filter((name) => !hasProgram(name));
if (missing.length > 0) {
  print(`${missing.join(' and ')} not installed (apt install nginx-light nghttp2-client): nothing to compare with`);
  process.exit(0);
}

const port = await new Promise((resolve) => {
  const probe = createServer().listen(0, '127.0.0.1', () => {
    const { port: free } = probe.address();
    probe.close(() => resolve(free));
  });
});
const folder = mkdtempSync(join(tmpdir(), 'bench-http2-'));
writeFileSync(
  join(folder, 'nginx.conf'),
  `daemon off; pid ${folder}/pid; error_log ${folder}/error; worker_processes 1; events { worker_connections 1024; }
http { access_log off; keepalive_requests 1000000000; server { listen 127.0.0.1:${port} http2; location / { return 200 'Hello, World!'; } } }`,
);
const [program, ...args] = onCore(1, ['nginx', '-p', folder, '-c', join(folder, 'nginx.conf')]);
const nginx = spawn(program, args, { stdio: 'ignore' });
await new Promise((resolve) => setTimeout(resolve, 500));

const url = `http://127.0.0.1:${port}/`;
const samples = { 'api-load': [], engine: [], h2load: [] };
print(
  `nginx on core 1, client on core 0, ${values.rounds} rounds of ${values.seconds} s, load average ${loadavg()[0].toFixed(1)}`,
);
try {
  for (let round = 0; round < Number(values.rounds); round += 1) {
    for (const name of Math.random() < 0.5 ? ['api-load', 'h2load'] : ['h2load', 'api-load']) {
      if (name === 'api-load') {
        const { cpuUs, stdout } = await measureCpu([
          process.execPath,
          BIN,
          url,
          '--http2',
          '-c',
          '100',
          '--connections',
          '10',
          '-d',
          values.seconds,
          '--threads',
          '1',
          '--json',
        ]);
        const { data } = JSON.parse(stdout);
        const { ok, sent } = data.targets[0].requests;
        if (ok !== sent) throw new Error(`${sent - ok} of ${sent} requests failed`);
        samples['api-load'].push(cpuUs / ok);
        samples.engine.push((data.client.cpuMs * 1_000) / ok);
      } else {
        const { cpuUs, stdout } = await measureCpu(['h2load', '-c10', '-m10', '-t1', '-D', values.seconds, url]);
        samples.h2load.push(cpuUs / Number(/(\d+) succeeded/.exec(stdout)?.[1]));
      }
    }
  }
  const [ours, engine, theirs] = [median(samples['api-load']), median(samples.engine), median(samples.h2load)];
  print(
    `µs/request: api-load ${ours.toFixed(2)} whole process, ${engine.toFixed(2)} in the engine; h2load ${theirs.toFixed(2)}`,
  );
  print(
    `h2load / api-load: ${(theirs / ours).toFixed(2)} whole process, ${(theirs / engine).toFixed(2)} in the engine`,
  );
  verdict('at least 0.75 of h2load', theirs / engine >= 0.75);
} finally {
  nginx.kill();
  rmSync(folder, { recursive: true });
}
