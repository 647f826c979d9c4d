import { type Batch, type Load, runBatches } from './batch.ts';
import { forkJobChild, type JobChild } from './job-child.ts';
import type { LoadJobs } from './load-client.ts';
import { observeQuietly } from './quiet.ts';
import type { RawJobs, RawResult } from './raw-cost.ts';
import { type Subject, startPeer } from './subjects.ts';
import { type TextLength, texts } from './texts.ts';

const clientCounts = [1, 4, 16, 64];

export interface RawCost extends RawResult {
  /** Cores that others kept busy meanwhile. */
  foreignCores: number;
}

/** Every subject under every load, one after the other, so that noise of the machine hits all alike. */
export interface Round {
  raw: Record<TextLength, RawCost>;
  batches: Batch[];
}

export interface RoundPlan {
  rounds: number;
  batchMs: number;
  /** Requests of each length that the raw cost is averaged over. */
  rawRequests: Record<TextLength, number>;
}

/** Compares Shoal, when there is one, with the peers and the raw cost, round after round. */
export async function* runRounds(
  shoal: Subject | undefined,
  generator: JobChild<LoadJobs>,
  { rounds, batchMs, rawRequests }: RoundPlan,
): AsyncGenerator<Round> {
  const raw = forkJobChild<RawJobs>(new URL('raw-cost.ts', import.meta.url));
  const started: Subject[] = [];
  try {
    const peer = await startPeer('peer');
    started.push(peer);
    const tunedPeer = await startPeer('peer-quality-7');
    started.push(tunedPeer);
    const rivals = shoal === undefined ? [peer] : [shoal, peer];
    const crowd: Load = { text: 'short', clients: 16, durationMs: batchMs };
    // To warm up.
    await runBatches([...rivals, tunedPeer], [crowd], generator);

    for (let round = 0; round < rounds; round++) {
      // Who goes first changes, for the first may find a cooler machine.
      const order = round % 2 === 0 ? rivals : rivals.toReversed();
      yield {
        raw: await measureRaw(raw, rawRequests),
        batches: [
          ...(await runBatches(order, loads(batchMs), generator)),
          ...(await runBatches([tunedPeer], [crowd], generator)),
        ],
      };
    }
  } finally {
    await raw.stop();
    for (const subject of started) await subject.stop();
  }
}

/** Short texts at every number of clients, longer ones at one. */
function loads(durationMs: number): Load[] {
  return [
    ...clientCounts.map((clients) => ({ text: 'short' as const, clients, durationMs })),
    { text: 'paragraph', clients: 1, durationMs },
    { text: 'long', clients: 1, durationMs },
  ];
}

async function measureRaw(
  raw: JobChild<RawJobs>,
  requests: Record<TextLength, number>,
): Promise<Record<TextLength, RawCost>> {
  const cost = async (length: TextLength): Promise<RawCost> => {
    const job = { text: texts[length], requests: requests[length] };
    const { value, foreignCores } = await observeQuietly(() => raw.ask('cost', job));
    return { ...value, foreignCores };
  };
  return { short: await cost('short'), paragraph: await cost('paragraph'), long: await cost('long') };
}
