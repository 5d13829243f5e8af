// Programs that take turns within one life: all are started and warmed up, and from then on one runs while the others are stopped
// (SIGSTOP), for a fraction of a second each. What a start costs, and what else the machine does, then falls on all alike.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { onCore, processCpuUs } from './processes.js';

const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
/** What a stopped client had sent has reached the server's count by then. */
const SETTLING_MS = 5;

/**
 * A load tester on core 0, stopped once the server has seen `warmUpRequests` of it. `run(ms)` gives the microseconds of CPU a
 * request of one turn; `end()` lets it report and gives its stdout. Throws where the program ends by itself.
 */
export async function startInTurn(command, server, warmUpRequests) {
  const [program, ...args] = onCore(0, command);
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (chunk) => (stdout += chunk));
  child.stderr.on('data', (chunk) => (stderr += chunk));
  const closed = once(child, 'close');
  const refuseEnd = () => {
    if (child.exitCode !== null) throw new Error(`${command.join(' ')} ended with ${child.exitCode}: ${stderr}`);
  };
  await server.count();
  for (let seen = 0; seen < warmUpRequests; seen += await server.count()) {
    refuseEnd();
    await sleep(50);
  }
  child.kill('SIGSTOP');
  return {
    async run(ms) {
      await sleep(SETTLING_MS);
      await server.count();
      refuseEnd();
      const beganUs = processCpuUs(child.pid);
      child.kill('SIGCONT');
      await sleep(ms);
      child.kill('SIGSTOP');
      await sleep(SETTLING_MS);
      return (processCpuUs(child.pid) - beganUs) / (await server.count());
    },
    async end() {
      child.kill('SIGCONT');
      child.kill('SIGINT');
      await closed;
      return stdout;
    },
    /** For when something else went wrong: a stopped program would stay for ever. */
    kill: () => child.kill('SIGKILL'),
  };
}
