import type { JobChild } from './job-child.ts';
import type { LoadJobs } from './load-client.ts';
import { cpuMs } from './process-tree.ts';
import { observeQuietly } from './quiet.ts';
import { median } from './statistics.ts';
import type { Subject, SubjectName } from './subjects.ts';
import { checkedSeconds } from './target.ts';
import { type TextLength, texts } from './texts.ts';

/** Some seconds of load on one subject. */
export interface Load {
  text: TextLength;
  clients: number;
  durationMs: number;
}

/** What came of it. Times in ms. */
export interface Batch extends Load {
  subject: SubjectName;
  requests: number;
  failures: number;
  perSecond: number;
  /** Medians over the requests. */
  firstByteMs: number;
  completeMs: number;
  /** CPU of the subject's whole process tree, a request. */
  cpuMs: number;
  /** Length of one answer in seconds. */
  audioSeconds: number;
  /** Cores that others kept busy meanwhile. */
  foreignCores: number;
}

/** The quietest of some attempts. Throws when no request is answered, or with other audio than asked for. */
export async function runBatch(subject: Subject, load: Load, generator: JobChild<LoadJobs>): Promise<Batch> {
  const { value, foreignCores } = await observeQuietly(() => measure(subject, load, generator));
  return { ...value, foreignCores };
}

/** Each load on one subject after the other, before the next load. */
export async function runBatches(
  subjects: Subject[],
  loads: Load[],
  generator: JobChild<LoadJobs>,
): Promise<Batch[]> {
  const batches: Batch[] = [];
  for (const load of loads) {
    for (const subject of subjects) batches.push(await runBatch(subject, load, generator));
  }
  return batches;
}

async function measure(
  subject: Subject,
  load: Load,
  generator: JobChild<LoadJobs>,
): Promise<Omit<Batch, 'foreignCores'>> {
  const { clients, durationMs } = load;
  const before = cpuMs(subject.pid);
  const result = await generator.ask('http', {
    target: subject.target,
    text: texts[load.text],
    clients,
    durationMs,
  });
  const used = cpuMs(subject.pid) - before;
  if (result.requests === 0) throw new Error(`${subject.name} answers none of ${result.failures} requests`);

  const seconds = checkedSeconds(result.sample);
  return {
    ...load,
    subject: subject.name,
    requests: result.requests,
    failures: result.failures,
    perSecond: (result.requests / result.wallMs) * 1_000,
    firstByteMs: median(result.firstByteMs),
    completeMs: median(result.completeMs),
    cpuMs: used / result.requests,
    // Constant bit rate: bytes tell the length, and the average over all answers shows if any was cut short.
    audioSeconds: (seconds * result.bytes) / result.requests / result.sample.length,
  };
}
