import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export const hasProgram = (name) => spawnSync('sh', ['-c', `command -v ${name}`]).status === 0;

const pinned = hasProgram('taskset');
/** The command on one core, so that client and server do not take time from each other. */
export const onCore = (core, command) => (pinned ? ['taskset', '-c', String(core), ...command] : command);

/** Above the ordinary work of a shared machine, where this user may; the figures say so. */
const raised = spawnSync('nice', ['-n', '-15', 'true']).stderr?.length === 0;
export const withPriority = (command) => (raised ? ['nice', '-n', '-15', ...command] : command);

/** Starts a server of this folder on core 1 and waits for its port. */
export async function startScript(name, args = []) {
  const script = new URL(`./${name}`, import.meta.url).pathname;
  const [program, ...words] = withPriority(onCore(1, [process.execPath, script, ...args]));
  const child = spawn(program, words, { stdio: ['pipe', 'pipe', 'inherit'] });
  const [port] = await once(createInterface({ input: child.stdout }), 'line');
  return { port: Number(port), stop: () => child.kill() };
}

/**
 * Starts a counting server on core 1; `count()` gives the requests since the last call. With `tls` on a certificate of its own, and
 * by nginx where it is installed: TLS on Node costs a server so much that clients wait for it more than they work.
 */
export async function startServer(bytes, tls = false) {
  const folder = tls ? makeCertificate() : undefined;
  if (folder && hasProgram('nginx')) {
    const tls = `ssl; ssl_certificate ${folder}/cert.pem; ssl_certificate_key ${folder}/key.pem`;
    return { ...(await startNginx(bytes, folder, 'https', tls)), ca: join(folder, 'cert.pem') };
  }
  const script = new URL('./server.js', import.meta.url).pathname;
  const [program, ...args] = onCore(1, [process.execPath, script, String(bytes), ...(folder ? [folder] : [])]);
  const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout });
  const [port] = await once(lines, 'line');
  return {
    url: `${tls ? 'https' : 'http'}://127.0.0.1:${port}/`,
    ca: folder && join(folder, 'cert.pem'),
    count: async () => {
      child.stdin.write('count\n');
      const [count] = await once(lines, 'line');
      return Number(count);
    },
    stop: () => {
      child.kill();
      if (folder) rmSync(folder, { recursive: true });
    },
  };
}

/** The same over HTTP/2 with prior knowledge (h2c), by nginx. */
export const startHttp2Server = (bytes) =>
  startNginx(bytes, mkdtempSync(join(tmpdir(), 'bench-http2-')), 'http', 'http2');

async function startNginx(bytes, folder, scheme, listens) {
  const [port, statusPort] = [await freePort(), await freePort()];
  chmodSync(folder, 0o755); // its workers are another user
  writeFileSync(join(folder, 'content'), 'x'.repeat(Number(bytes)));
  writeFileSync(
    join(folder, 'nginx.conf'),
    `daemon off; pid ${folder}/pid; error_log ${folder}/error; worker_processes 1; events { worker_connections 1024; }
http { access_log off; keepalive_requests 1000000000; open_file_cache max=10;
server { listen 127.0.0.1:${port} ${listens};
  location / { root ${folder}; try_files /content =404; } }
server { listen 127.0.0.1:${statusPort}; location / { stub_status; } } }`,
  );
  const [program, ...args] = onCore(1, [
    'nginx',
    '-p',
    folder,
    '-e',
    join(folder, 'error'),
    '-c',
    join(folder, 'nginx.conf'),
  ]);
  const child = spawn(program, args, { stdio: 'ignore' });
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  let [before, asked] = [0, 0];
  return {
    url: `${scheme}://127.0.0.1:${port}/`,
    count: async () => {
      const status = await (await fetch(`http://127.0.0.1:${statusPort}/`)).text();
      asked += 1; // the question is a request, too
      const requests = Number(/^\s*\d+ \d+ (\d+)/m.exec(status)?.[1]) - asked;
      const since = requests - before;
      before = requests;
      return since;
    },
    stop: () => {
      child.kill();
      rmSync(folder, { recursive: true });
    },
  };
}

async function freePort() {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address();
  probe.close();
  return port;
}

function makeCertificate() {
  const folder = mkdtempSync(join(tmpdir(), 'bench-tls-'));
  const subject = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1'];
  const files = ['-keyout', join(folder, 'key.pem'), '-out', join(folder, 'cert.pem')];
  const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '1'];
  const { status } = spawnSync('openssl', ['req', '-x509', ...kind, ...subject, ...files], { stdio: 'ignore' });
  if (status !== 0) throw new Error('openssl could not make a certificate');
  return folder;
}

/**
 * Runs a command on core 0 and measures its CPU time in microseconds: of the whole process with its children, and in a window of
 * `lastsMs`, together with the requests that the server counted in it. The window opens `fromMs` after the start and once the
 * server has seen `fromRequest`: what a program needs to begin (loading, compiling, the first connections) is outside, for
 * everybody alike. With `interrupts` the program is told to end behind it (SIGINT).
 */
export async function measureCpu(command, server, window) {
  const child = spawn('bash', ['-c', `TIMEFORMAT='cpu %3U %3S'; time ${quote(onCore(0, command))}`], {
    env: { ...process.env, LC_ALL: 'C' },
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (chunk) => (stdout += chunk));
  child.stderr.on('data', (chunk) => (stderr += chunk));
  const closed = once(child, 'close');
  const measured = window && (await measureWindow(child.pid, server, window));
  await closed;
  const [, user, system] = /cpu ([\d.]+) ([\d.]+)\s*$/.exec(stderr) ?? [];
  if (user === undefined) throw new Error(`no time for ${command.join(' ')}: ${stderr}`);
  return { cpuUs: (Number(user) + Number(system)) * 1e6, stdout, window: measured };
}

const quote = (words) => words.map((word) => `'${word.replaceAll("'", `'\\''`)}'`).join(' ');
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

async function measureWindow(pid, server, { fromMs, fromRequest = 0, lastsMs, interrupts = false }) {
  await sleep(fromMs);
  let before = await server.count();
  while (before < fromRequest && existsSync(`/proc/${pid}`)) {
    await sleep(100);
    before += await server.count();
  }
  const beganUs = treeCpuUs(pid);
  await sleep(lastsMs);
  const requests = await server.count();
  const cpuUs = treeCpuUs(pid) - beganUs;
  if (interrupts) for (const leaf of leavesOf(pid)) process.kill(leaf, 'SIGINT');
  return { before, requests, cpuUs };
}

/** Microseconds that a process has been on a processor, over all of its threads that still are. */
export const processCpuUs = (pid) =>
  tasksOf(pid).reduce((sum, task) => sum + Number(read(`${task}/schedstat`).split(' ')[0]) / 1e3, 0);

/** The same with all below it. */
const treeCpuUs = (pid) => childrenOf(pid).reduce((sum, child) => sum + treeCpuUs(child), processCpuUs(pid));

const tasksOf = (pid) => readdirSync(`/proc/${pid}/task`).map((task) => `/proc/${pid}/task/${task}`);
const childrenOf = (pid) =>
  tasksOf(pid).flatMap((task) => read(`${task}/children`).split(' ').filter(Boolean).map(Number));
/** The processes that do the work, below shells and the like. */
const leavesOf = (pid) => {
  const children = childrenOf(pid);
  return children.length === 0 ? [pid] : children.flatMap(leavesOf);
};
const read = (path) => readFileSync(path, 'utf8');
