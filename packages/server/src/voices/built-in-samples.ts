import { Admission } from '@shoal/speech';
import type { Blobs } from '../storage/blobs.ts';
import { recordingType } from './recording-type.ts';
import type { VoiceFile, VoiceSample } from './voice.ts';
import type { SampleSpeaker } from './voice-analyst.ts';
import { withNewFiles } from './voice-files.ts';
import type { VoiceStore } from './voice-store.ts';

/** Anybody may ask for these, so that they are spoken one at a time, and others wait no longer for theirs. */
const PLACES = 1;
/** More than there are built-in voices. */
const LONGEST_QUEUE = 256;

interface BuiltInSamplesParts {
  store: Pick<VoiceStore, 'keepSample'>;
  blobs: Blobs;
  speaker: SampleSpeaker;
}

/** What built-in voices sound like: each says its sentence when somebody wants to hear it, once, and it is kept. */
export class BuiltInSamples {
  readonly #parts: BuiltInSamplesParts;
  readonly #admission = new Admission({ places: PLACES, longestQueue: LONGEST_QUEUE });
  /** By voice. */
  readonly #underWay = new Map<string, Promise<VoiceFile>>();

  constructor(parts: BuiltInSamplesParts) {
    this.#parts = parts;
  }

  /**
   * The file of a sample that nobody has heard yet. Whoever asks while it is being spoken gets the same.
   *
   * @throws Problem 404 when the voice is not here, SpeechError when it cannot be spoken now
   */
  file(voiceId: string, sample: VoiceSample): Promise<VoiceFile> {
    const underWay = this.#underWay.get(voiceId);
    if (underWay) return underWay;
    const speaking = this.#speak(voiceId, sample).finally(() => this.#underWay.delete(voiceId));
    this.#underWay.set(voiceId, speaking);
    return speaking;
  }

  /** Goes on when the client leaves: others may be waiting for the same. */
  async #speak(voiceId: string, sample: VoiceSample): Promise<VoiceFile> {
    const { blobs, speaker, store } = this.#parts;
    const leave = await this.#admission.enter(new AbortController().signal);
    try {
      const { audio, seconds } = await speaker.speak(sample.text, { builtIn: voiceId });
      return await withNewFiles(blobs, voiceId, async (files) => {
        const file = await files.put(audio, recordingType(audio));
        const kept = await store.keepSample(voiceId, { ...sample, seconds, file });
        // Another server was faster.
        if (kept.blob !== file.blob) await blobs.delete(file.blob);
        return kept;
      });
    } finally {
      leave();
    }
  }
}
