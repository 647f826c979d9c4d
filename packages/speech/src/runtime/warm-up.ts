import type { AudioFormat } from '../audio-format.ts';
import type { Engine } from '../synthesizer.ts';
import { directLink } from './direct-link.ts';
import type { ReplyFrame, RequestFrame } from './frame.ts';
import { Render } from './render.ts';
import type { Studio } from './studio.ts';

/** What clients ask for when they ask for nothing. */
const format: AudioFormat = { container: 'mp3', sampleRate: 44_100, bitrate: 128_000 };
/** An engine that computes inline is JavaScript: some calls have it compiled, of which the first take ten times as long. */
const INLINE_RENDERS = 8;
const WORKER_RENDERS = 1;
/** Short, so that engines in threads of their own need not wait long to go on loading. */
const text = 'The fox jumps over the dog.';

/**
 * Loads engines and has each render a few sentences for nobody, so that the first client finds compiled code and
 * encoders set up. One that computes inline does so while others, in threads of their own, still load.
 */
export async function loadWarm(studio: Studio, engines: readonly Engine[]): Promise<void> {
  await studio.encoders.warm(format);
  const warming = engines.map(async (engine) => {
    await studio.load(engine);
    const { threading } = engine.manifest.capabilities;
    const renders = threading === 'inline' ? INLINE_RENDERS : WORKER_RENDERS;
    for (const { id } of engine.manifest.voices.slice(0, 1))
      for (let i = 0; i < renders; i++) await renderOnce(studio, id);
  });
  await Promise.all(warming);
}

function renderOnce(studio: Studio, voice: string): Promise<void> {
  return new Promise((resolve) => {
    const [near, far] = directLink<RequestFrame, ReplyFrame>();
    near.listen({ frame: () => {}, closed: () => resolve() });
    new Render(far, studio);
    near.send({
      kind: 'open',
      options: { format, volumeDb: 0, normalizeLoudness: true },
      serial: 0,
      credit: Number.MAX_SAFE_INTEGER,
    });
    const utterance = { text, voice, language: 'en', rate: 1, pauseAfterMs: 0, maxAudioMs: 10_000 };
    near.send({ kind: 'say', seq: 0, utterance, skip: 0 });
    near.send({ kind: 'end' });
  });
}
