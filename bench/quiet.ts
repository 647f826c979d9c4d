import { readFileSync } from 'node:fs';
import { cpuMs, MS_PER_TICK } from './process-tree.ts';

/** What others may use of the machine, in cores, without spoiling a measurement of time. */
export const QUIET_CORES = 0.15;
const ATTEMPTS = 3;

export interface Observed<T> {
  value: T;
  /** Cores that processes outside the benchmark kept busy meanwhile, on average. */
  foreignCores: number;
}

/**
 * Measures again while other work takes the machine, and gives the quietest attempt. A rival that is slowed by
 * a stranger would look beaten: with two cores, one busy neighbour doubles a ratio.
 * Everything that this process has started counts as the benchmark's own.
 */
export async function observeQuietly<T>(measure: () => Promise<T>): Promise<Observed<T>> {
  let best = await observe(measure);
  for (let attempt = 1; attempt < ATTEMPTS && best.foreignCores > QUIET_CORES; attempt++) {
    const next = await observe(measure);
    if (next.foreignCores < best.foreignCores) best = next;
  }
  return best;
}

async function observe<T>(measure: () => Promise<T>): Promise<Observed<T>> {
  const foreignMs = () => machineCpuMs() - cpuMs(process.pid);
  const start = performance.now();
  const before = foreignMs();
  const value = await measure();
  return { value, foreignCores: Math.max(0, foreignMs() - before) / (performance.now() - start) };
}

/** CPU time in ms that all cores have worked since boot, including what the hypervisor took away (proc(5): stat). */
function machineCpuMs(): number {
  const [line = ''] = readFileSync('/proc/stat', 'utf8').split('\n');
  const [user = 0, nice = 0, system = 0, _idle, _iowait, irq = 0, softirq = 0, steal = 0] = line
    .split(/\s+/)
    .slice(1)
    .map(Number);
  return (user + nice + system + irq + softirq + steal) * MS_PER_TICK;
}
