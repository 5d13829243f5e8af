// Answers after an exact time: /2.0 after 2.0 ms. With the argument "stall", freezes for the fifth of every five seconds.
// Prints its port. Spins while anything is due within 2 ms, so that a timer's millisecond is not part of the answer.
import { createServer } from 'node:net';

const stalls = process.argv[2] === 'stall';
const began = performance.now();
const ANSWER = Buffer.from('HTTP/1.1 200 OK\r\nConnection: keep-alive\r\nContent-Length: 2\r\n\r\nok');
/** Sorted by time: requests of one path come in order, and a few paths are in use. */
const due = [];
let turning = false;

function turn() {
  const now = performance.now();
  while (due.length > 0 && due[0].at <= now) due.shift().socket.write(ANSWER);
  if (due.length === 0) turning = false;
  else if (due[0].at - now > 2) setTimeout(turn, Math.floor(due[0].at - now - 1.5));
  else setImmediate(turn);
}

function answerAt(at, socket) {
  let place = due.length;
  while (place > 0 && due[place - 1].at > at) place -= 1;
  due.splice(place, 0, { at, socket });
  if (turning && place > 0) return;
  turning = true;
  setImmediate(turn);
}

const server = createServer({ noDelay: true }, (socket) => {
  socket.on('error', () => socket.destroy());
  socket.on('data', (chunk) => {
    const now = performance.now();
    const delay = Number(/^\S+ \/([\d.]+)/.exec(chunk.toString('latin1'))?.[1] ?? 0);
    const phase = (now - began) % 5_000;
    answerAt(stalls && phase >= 4_000 ? now + 5_000 - phase + delay : now + delay, socket);
  });
});
server.listen(0, '127.0.0.1', () => process.stdout.write(`${server.address().port}\n`));
