// What the operating system knows about this thread and this machine (Linux, /proc). Where it does not say, null.
import { readFileSync } from 'node:fs';

export interface ThreadTimes {
  /** On a CPU. */
  readonly cpuMs: number;
  /** Ready to run and waiting for a CPU. */
  readonly waitMs: number;
}

/** Of the calling thread: `/proc/thread-self` is resolved by whoever reads it. */
export function readThreadTimes(): ThreadTimes | null {
  const [cpuNs, waitNs] = readWords('/proc/thread-self/schedstat');
  return cpuNs === undefined || waitNs === undefined ? null : { cpuMs: cpuNs / 1e6, waitMs: waitNs / 1e6 };
}

/** Counters of the whole machine (of the network namespace, for TCP), which only grow. */
export interface MachineCounters {
  /** Share of time is made of differences: all states, and the part that the hypervisor gave to others. */
  readonly cpuTicks: number;
  readonly stolenTicks: number;
  readonly tcpSegmentsSent: number;
  readonly tcpRetransmitted: number;
  /** Connections that this machine's own listeners dropped: a server on the same machine with a full backlog. */
  readonly listenDrops: number;
}

export function readMachineCounters(): MachineCounters | null {
  const ticks = readWords('/proc/stat', /^cpu +(.*)$/m);
  const tcp = readTable('/proc/net/snmp', 'Tcp');
  const extended = readTable('/proc/net/netstat', 'TcpExt');
  if (ticks.length === 0 || !tcp || !extended) return null;
  return {
    cpuTicks: ticks.slice(0, 8).reduce((sum, value) => sum + value, 0),
    stolenTicks: ticks[7] ?? 0,
    tcpSegmentsSent: tcp.get('OutSegs') ?? 0,
    tcpRetransmitted: tcp.get('RetransSegs') ?? 0,
    listenDrops: extended.get('ListenDrops') ?? 0,
  };
}

/** Descriptors that this process may open; null where there is no limit or nothing says. */
export function readDescriptorLimit(): number | null {
  return readWords('/proc/self/limits', /^Max open files +(\d+)/m)[0] ?? null;
}

/** Local ports for outgoing connections. */
export function readLocalPorts(): number | null {
  const [first, last] = readWords('/proc/sys/net/ipv4/ip_local_port_range');
  return first === undefined || last === undefined ? null : last - first + 1;
}

function readWords(path: string, pattern = /^(.*)$/m): readonly number[] {
  const text = pattern.exec(readText(path))?.[1]?.trim() ?? '';
  return text === '' ? [] : text.split(/\s+/).map(Number);
}

/** `Tcp: Name Name` over `Tcp: 1 2`. */
function readTable(path: string, prefix: string): ReadonlyMap<string, number> | undefined {
  const [names, values] = readText(path)
    .split('\n')
    .filter((line) => line.startsWith(`${prefix}: `))
    .map((line) => line.split(' ').slice(1));
  return names && values && new Map(names.map((name, index) => [name, Number(values[index])]));
}

/** Empty where the file is not there: another system than Linux, or a container without it. */
function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
