import { z } from 'zod';
import type { Utterance, WordTiming } from './utterance.ts';
import { Voice } from './voice.ts';

/** What an engine can do, as data, so that nobody has to try. */
const Capabilities = z.object({
  /** Sound comes before the utterance is complete. */
  streaming: z.boolean(),
  wordTimes: z.boolean(),
  /** English words can be given as sounds. */
  phonemes: z.boolean(),
  /** Speaking rate is the engine's own control. */
  rate: z.boolean(),
  pitch: z.boolean(),
  /**
   * How it comes to speak like someone: `profile` by changing its voices that have a profile as an utterance's
   * timbre asks, `reference` from recordings.
   */
  cloning: z.enum(['none', 'profile', 'reference']),
  /**
   * `inline`: computes on the thread that calls it, so a host must take turns around it.
   * `worker`: computes elsewhere and only waits here.
   */
  threading: z.enum(['inline', 'worker']),
});

/** An engine described: readable without loading it. */
export const SynthesizerManifest = z.object({
  kind: z.literal('synthesizer'),
  id: z.string().regex(/^[a-z0-9-]+$/),
  title: z.string(),
  /** SPDX expression of the engine and its voices. */
  licence: z.string(),
  voices: z.array(Voice).min(1),
  capabilities: Capabilities,
});
export type SynthesizerManifest = z.infer<typeof SynthesizerManifest>;

/** Where an engine puts the speech it makes. Synchronous, so that engines can write from inside a native callback. */
export interface SpeechSink {
  /** Mono samples in [-1, 1] at the voice's sample rate. The sink owns the array afterwards. */
  audio(samples: Float32Array): void;
  /** In order, before their sound or soon after it. Absent where nobody asks: some engines have to work for it. */
  words?(words: WordTiming[]): void;
}

export interface SynthesizeOptions {
  sink: SpeechSink;
  signal: AbortSignal;
  /**
   * Awaited before each stretch of work (about a sentence), the first included. Resolves when it is this
   * utterance's turn and the listener has taken what was made before; rejects when the signal aborts.
   */
  ready(): Promise<void>;
}

/** The port to a speech engine. Every implementation passes `synthesizer.conformance.ts`. */
export interface Synthesizer {
  /**
   * Speaks one utterance into the sink and resolves after the last sample. Pauses after the utterance are
   * the caller's. Rejects with a SpeechError, or with the signal's reason once cancelled; the engine is free
   * again when the promise settles. Calls may overlap: an engine that can do one thing at a time queues by
   * itself, and never makes one utterance wait for the listener of another.
   *
   * Pronunciations are followed by engines whose manifest says `phonemes`, where they speak English; others read the
   * letters.
   *
   * A timbre is followed by engines whose manifest says `cloning: 'profile'`, but for its equaliser, which is the
   * caller's; other engines, and voices without a profile, speak as if there were none.
   */
  synthesize(utterance: Utterance, options: SynthesizeOptions): Promise<void>;
  close(): Promise<void>;
}

/** What every `engines/NAME/engine.ts` exports. */
export type CreateSynthesizer = () => Promise<Synthesizer>;

/** An engine that can be loaded: what the registry lists. */
export interface Engine {
  manifest: SynthesizerManifest;
  load(): Promise<{ createSynthesizer: CreateSynthesizer }>;
}
