import { SpeechError } from '../../error.ts';
import type { CreateSynthesizer, SynthesizeOptions, Synthesizer } from '../../synthesizer.ts';
import type { Utterance } from '../../utterance.ts';
import type { Voice } from '../../voice.ts';
import { cutIntoStretches, type Joint } from '../stretches.ts';
import { type FliteJob, FliteQueue } from './flite-queue.ts';
import type { FliteRequest } from './flite-worker.ts';
import { manifest } from './manifest.ts';
import { speakableText } from './speakable.ts';
import { voiceChange } from './voice-change.ts';

/** About 7 s of speech and 100 ms of computing. */
const STRETCH_EFFORT = 100;

/** Silence between two stretches at rate 1, beside the 50 ms that each brings along. */
const pausesMs: Readonly<Record<Joint, number>> = { sentence: 280, clause: 120, word: 0, none: 0 };

export const createSynthesizer: CreateSynthesizer = async () => {
  const synthesizer = new FliteSynthesizer(await FliteQueue.open());
  await synthesizer.warm();
  return synthesizer;
};

/** Computes in a thread of its own, one stretch ahead of the listener. */
export class FliteSynthesizer implements Synthesizer {
  readonly #queue: FliteQueue;

  constructor(queue: FliteQueue) {
    this.#queue = queue;
  }

  async synthesize(utterance: Utterance, { sink, signal, ready }: SynthesizeOptions): Promise<void> {
    signal.throwIfAborted();
    const voice = manifest.voices.find(({ id }) => id === utterance.voice);
    if (!voice) throw new SpeechError('voice_not_found', 'Flite has no such voice');
    const stretches = requests(utterance, voice);
    let job: FliteJob | undefined;
    let pauseMs = 0;
    try {
      for (const [index, { request, joint }] of stretches.entries()) {
        await ready();
        signal.throwIfAborted();
        job ??= this.#queue.submit(request, signal);
        job.needed = true;
        const samples = await job.samples;
        const next = stretches[index + 1];
        job = next && this.#queue.submit(next.request, signal);
        if (samples.length === 0) continue;
        sink.audio(withPause(samples, (pauseMs * voice.sampleRate) / 1000));
        pauseMs = pausesMs[joint] / utterance.rate;
      }
      signal.throwIfAborted();
    } finally {
      await job?.settled;
    }
  }

  async close(): Promise<void> {
    await this.#queue.close();
  }

  /** The first runs of a WebAssembly module are slow: the recorded voices and the diphones share little code. */
  async warm(): Promise<void> {
    for (const voice of ['slt', 'slt', 'kal16']) {
      await this.#queue.submit({ text: 'Good morning to you.', voice, rate: 1 }, new AbortController().signal)
        .samples;
    }
  }
}

function requests(
  { text, rate, timbre }: Utterance,
  voice: Voice,
): { request: FliteRequest; joint: Joint }[] {
  const speakable = speakableText(text);
  const change = timbre && voiceChange(timbre, voice);
  const stretches = cutIntoStretches(speakable, { maxEffort: STRETCH_EFFORT, everySentence: true });
  return stretches.map(({ start, end, joint }) => ({
    request: { text: speakable.slice(start, end), voice: voice.engineVoice, rate, change },
    joint,
  }));
}

function withPause(samples: Float32Array, pauseLength: number): Float32Array {
  const pause = Math.round(pauseLength);
  const both = new Float32Array(pause + samples.length);
  both.set(samples, pause);
  return both;
}
