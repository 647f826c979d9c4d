import type { Duplex } from 'node:stream';
import { createEncoderFactory } from '../audio/encoders/index.ts';
import { engines } from '../engines/registry.gen.ts';
import type { ReplyFrame, RequestFrame } from './frame.ts';
import { Multiplexer } from './multiplexer.ts';
import { Render } from './render.ts';
import { Studio } from './studio.ts';
import { warmUp } from './warm-up.ts';

/** What a host says about itself, beside its renders. */
export type HostNotice =
  | { kind: 'ready' }
  /** Sent every so often by a host whose event loop turns, with the renders it has. */
  | { kind: 'beat'; renders: number };

const BEAT_INTERVAL_MS = 100;

export interface HostOptions {
  /** Ids of the engines to load. */
  engines: string[];
}

/** Serves renders over a byte stream until it closes. Resolves once every engine is warm. */
export async function serveHost(stream: Duplex, options: HostOptions): Promise<void> {
  const gateway = new Multiplexer<ReplyFrame, RequestFrame, HostNotice>(stream);
  const chosen = engines.filter((engine) => options.engines.includes(engine.manifest.id));
  const studio = await Studio.open(chosen, await createEncoderFactory());
  await warmUp(studio);
  gateway.onLink = (link) => void new Render(link, studio);
  const beating = setInterval(
    () => gateway.control({ kind: 'beat', renders: studio.renders }),
    BEAT_INTERVAL_MS,
  );
  gateway.onClose = () => {
    clearInterval(beating);
    void studio.close();
  };
  // Loading leaves tens of megabytes of garbage that an idle process would never collect.
  globalThis.gc?.();
  gateway.control({ kind: 'ready' });
}
