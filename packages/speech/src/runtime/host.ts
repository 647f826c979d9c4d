import type { Duplex } from 'node:stream';
import { createEncoderFactory } from '../audio/encoders/index.ts';
import { engines, recognitionEngines } from '../engines/registry.gen.ts';
import type { JobReplyFrame, JobRequestFrame } from './link.ts';
import { Multiplexer } from './multiplexer.ts';
import { receiveJob } from './receive-job.ts';
import { Rooms } from './recordings/rooms.ts';
import { Studio } from './studio.ts';
import { loadWarm } from './warm-up.ts';

/** What a host says about itself, beside its jobs. */
export type HostNotice =
  /** With the ids of the recognizers for which everything is installed. */
  | { kind: 'ready'; recognizers: string[] }
  /** Sent every so often by a host whose event loop turns, with the jobs it has. */
  | { kind: 'beat'; renders: number; recordingJobs: number };

const BEAT_INTERVAL_MS = 100;

export interface HostOptions {
  /** Ids of the engines to load. */
  engines: string[];
}

/** Serves renders and jobs over recordings, over a byte stream until it closes. Resolves once every engine is warm. */
export async function serveHost(stream: Duplex, options: HostOptions): Promise<void> {
  const gateway = new Multiplexer<JobReplyFrame, JobRequestFrame, HostNotice>(stream);
  const chosen = engines.filter((engine) => options.engines.includes(engine.manifest.id));
  const studio = new Studio(await createEncoderFactory());
  const [recognizers] = await Promise.all([installedRecognizers(), loadWarm(studio, chosen)]);
  const rooms = new Rooms();
  gateway.onLink = (link) => receiveJob(link, { studio, rooms });
  const beating = setInterval(
    () => gateway.control({ kind: 'beat', renders: studio.renders, recordingJobs: rooms.jobs }),
    BEAT_INTERVAL_MS,
  );
  gateway.onClose = () => {
    clearInterval(beating);
    void studio.close();
    void rooms.close();
  };
  // Loading leaves tens of megabytes of garbage that an idle process would never collect.
  globalThis.gc?.();
  gateway.control({ kind: 'ready', recognizers });
}

async function installedRecognizers(): Promise<string[]> {
  const found = await Promise.all(
    recognitionEngines.map(async ({ manifest, load }) => ((await load()).isInstalled() ? [manifest.id] : [])),
  );
  return found.flat();
}
