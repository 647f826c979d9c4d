import { z } from 'zod';
import type { HeardWord } from './transcript.ts';

/** An engine that writes down speech, described: readable without loading it. */
export const RecognizerManifest = z.object({
  kind: z.literal('recognizer'),
  id: z.string().regex(/^[a-z0-9-]+$/),
  title: z.string(),
  /** SPDX expression of the engine and its models. */
  licence: z.string(),
  /** BCP 47 tags of what it understands, the best one first. */
  languages: z.array(z.string()).min(1),
  /** The command that installs what it needs of the system. */
  installation: z.string(),
});
export type RecognizerManifest = z.infer<typeof RecognizerManifest>;

/**
 * The port to a recognition engine. Every implementation passes `recognizer.conformance.ts`. It has a thread of a host
 * to itself, so it may compute on it for as long as a chunk takes.
 */
export interface Recognizer {
  /** Hz at which it listens. */
  readonly sampleRate: number;
  /**
   * The words of one chunk of speech: mono samples at its rate, half a minute at most. In order, without overlap,
   * with times from the start of the chunk; in lower case but for names, without punctuation. Rejects with a
   * SpeechError. One call at a time.
   */
  recognize(samples: Int16Array): Promise<HeardWord[]>;
  close(): Promise<void>;
}

/** A recognizer that can be loaded: what the registry lists. */
export interface RecognitionEngine {
  manifest: RecognizerManifest;
  /** Loaded only inside a host. */
  load(): Promise<{
    /** Whether everything it needs is installed: a few milliseconds. */
    isInstalled(): boolean;
    /** Throws a SpeechError `unsupported` when something is missing. */
    createRecognizer(): Promise<Recognizer>;
  }>;
}
