// What the story is told with: headings, commands that are shown and run, and a clean-up that always happens.
import { spawn } from 'node:child_process';
import { once } from 'node:events';

const COLOURS = process.stdout.isTTY && !process.env.NO_COLOR;
const paint = (code, text) => (COLOURS ? `\x1b[${code}m${text}\x1b[0m` : text);

/** @type {(() => Promise<void>)[]} */
const undo = [];
const children = new Set();
let interrupted;

for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
]) {
  process.on(signal, () => {
    if (interrupted) process.exit(code);
    interrupted = code;
    for (const child of children) child.kill('SIGINT');
  });
}

export function chapter(title, text) {
  process.stdout.write(`\n${paint('1;36', `── ${title} ${'─'.repeat(Math.max(2, 76 - title.length))}`)}\n${text}\n`);
}

/** Remembers what to take away at the end, last first. */
export function cleanUpWith(action) {
  undo.push(action);
}

/** Tells a story to its end, or to where it is interrupted or fails, and cleans up in every case. */
export async function tell(story) {
  const started = performance.now();
  try {
    await story();
    process.stdout.write(
      `\n${paint('2', `Told in ${Math.round((performance.now() - started) / 1000)} seconds; everything that was started is stopped and removed.`)}\n`,
    );
  } catch (error) {
    if (!interrupted) {
      process.stderr.write(`\n${error instanceof Error ? error.message : String(error)}\n`);
      process.exitCode = 1;
    }
  } finally {
    for (const action of undo.reverse())
      await action().catch((error) => process.stderr.write(`clean-up: ${error.message}\n`));
    if (interrupted) process.exitCode = interrupted;
  }
}

function stopIfInterrupted() {
  if (interrupted) throw new Error('interrupted');
}

/** Shows a command line as a user would type it, and runs it. Fails unless it ends with one of the codes. */
export async function run(shown, program, args, { codes = [0], ...options } = {}) {
  stopIfInterrupted();
  process.stdout.write(`\n${paint('1', `$ ${shown}`)}\n`);
  const child = spawn(program, args, { stdio: ['ignore', 'inherit', 'inherit'], ...options });
  children.add(child);
  const [code] = await once(child, 'exit');
  children.delete(child);
  stopIfInterrupted();
  if (!codes.includes(code)) throw new Error(`the demo stops here: "${shown}" ended with exit code ${code}`);
}

/** Starts a server that prints the address on which it listens, and gives that address. */
export async function startServer(program, args, options) {
  stopIfInterrupted();
  // Not in our process group: Ctrl-C reaches it through the clean-up, when nobody needs it any more.
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'], detached: true, ...options });
  cleanUpWith(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    await ended;
  });
  let printed = '';
  for await (const chunk of child.stdout) {
    printed += chunk;
    const address = /http:\/\/\S+/.exec(printed)?.[0];
    if (address) return address;
  }
  throw new Error('the shop server ended before it listened');
}
