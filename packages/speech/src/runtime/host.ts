import type { Duplex } from 'node:stream';
import { createEncoderFactory } from '../audio/encoders/index.ts';
import { engines } from '../engines/registry.gen.ts';
import type { JobReplyFrame, JobRequestFrame } from './link.ts';
import { Multiplexer } from './multiplexer.ts';
import { receiveJob } from './receive-job.ts';
import { ListeningRoom } from './recordings/listening-room.ts';
import { Studio } from './studio.ts';
import { warmUp } from './warm-up.ts';

/** What a host says about itself, beside its jobs. */
export type HostNotice =
  | { kind: 'ready' }
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
  const studio = await Studio.open(chosen, await createEncoderFactory());
  await warmUp(studio);
  const room = new ListeningRoom();
  gateway.onLink = (link) => receiveJob(link, { studio, room });
  const beating = setInterval(
    () => gateway.control({ kind: 'beat', renders: studio.renders, recordingJobs: room.jobs }),
    BEAT_INTERVAL_MS,
  );
  gateway.onClose = () => {
    clearInterval(beating);
    void studio.close();
    void room.close();
  };
  // Loading leaves tens of megabytes of garbage that an idle process would never collect.
  globalThis.gc?.();
  gateway.control({ kind: 'ready' });
}
