import type { ClientRecord, ThreadRecord } from '../../measure/result.js';
import { readDescriptorLimit, readLocalPorts, readMachineCounters } from './machine.js';

/** Of fewer segments a share says nothing: the counters are those of the whole machine. */
const FEWEST_SEGMENTS = 1_000;

/** Watches the process and the machine from where it is made to `end`. */
export class ClientWatch {
  private readonly cpu = process.cpuUsage();
  private readonly counters = readMachineCounters();

  end(threads: readonly ThreadRecord[]): ClientRecord {
    const { user, system } = process.cpuUsage(this.cpu);
    const [before, after] = [this.counters, readMachineCounters()];
    const grown = (name: keyof NonNullable<typeof before>): number | null =>
      before && after ? after[name] - before[name] : null;
    return {
      cpuMs: (user + system) / 1_000,
      threads,
      stolen: ratio(grown('stolenTicks'), grown('cpuTicks')),
      retransmitted: ratio(grown('tcpRetransmitted'), grown('tcpSegmentsSent'), FEWEST_SEGMENTS),
      listenDrops: grown('listenDrops'),
      descriptorLimit: readDescriptorLimit(),
      localPorts: readLocalPorts(),
    };
  }
}

function ratio(part: number | null, whole: number | null, fewest = 1): number | null {
  return part === null || whole === null ? null : whole >= fewest ? part / whole : 0;
}
