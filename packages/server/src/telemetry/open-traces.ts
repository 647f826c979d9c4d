import type { Log } from './log.ts';
import type { Traces } from './traces.ts';

/** What it takes is loaded only now: 16 MB of memory, 150 ms. */
export async function openTraces(log: Log): Promise<Traces> {
  const { OtlpTraces } = await import('./otlp-traces.ts');
  return new OtlpTraces(log);
}
