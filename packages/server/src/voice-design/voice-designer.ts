import { createHash, randomInt } from 'node:crypto';
import {
  designedRecording,
  designVoices,
  detectLanguage,
  type Renderer,
  type VoiceProfile,
} from '@shoal/speech';
import { wholeSpeech } from '../speaking/whole-speech.ts';
import { sampleSentence } from '../voices/sample-sentences.ts';

/** Hz: as much as the engines have to say. */
const SAMPLE_RATE = 24_000;
/** What engines can do. */
const SLOWEST = 0.5;
const FASTEST = 2;

export interface VoiceBrief {
  description: string;
  /** What candidates say; null or empty for a sentence of the language. */
  text: string | null;
  /** Anything that may be a BCP 47 tag; null for that of the text. */
  language: string | null;
  count: number;
  rate: number;
  /** How closely to follow the description: 1 as it says. */
  strength: number;
  /** Null: by chance. */
  seed: number | null;
}

/** A voice that does not exist yet, to be heard. */
export interface DesignedVoice {
  /** The same for the same voice. */
  id: string;
  /** A WAV file that tells whose voice it is. */
  audio: Uint8Array;
  sampleRate: number;
  seconds: number;
  text: string;
  language: string;
}

/** Makes voices up from descriptions, and lets them speak. */
export class VoiceDesigner {
  readonly #renderer: Renderer;

  constructor(renderer: Renderer) {
    this.#renderer = renderer;
  }

  /** @throws SpeechError when there is nobody to speak now, or the signal aborts */
  async design(brief: VoiceBrief, signal: AbortSignal): Promise<DesignedVoice[]> {
    const asked = knownLanguage(brief.language);
    const text = brief.text?.trim() ? brief.text : sampleSentence([asked ?? 'en']);
    const language = asked ?? detectLanguage(text);
    const profiles = designVoices(brief.description, {
      catalogue: this.#renderer.catalogue,
      language,
      count: brief.count,
      seed: brief.seed ?? randomInt(2 ** 32),
      strength: brief.strength,
    });
    const voices: DesignedVoice[] = [];
    // One after the other: each is short, and others want to be heard too.
    for (const profile of profiles) {
      const { audio, seconds } = await this.#hear(profile, text, brief.rate, signal);
      voices.push({
        ...{ id: idOf(profile), sampleRate: SAMPLE_RATE, seconds, text, language },
        audio: designedRecording(audio, SAMPLE_RATE, profile),
      });
    }
    return voices;
  }

  #hear(profile: VoiceProfile, text: string, rate: number, signal: AbortSignal) {
    return wholeSpeech(this.#renderer, {
      ...{ text, speaker: profile, signal },
      format: { container: 'pcm', sampleRate: SAMPLE_RATE },
      rate: Math.min(FASTEST, Math.max(SLOWEST, rate)),
    });
  }
}

function idOf(profile: VoiceProfile): string {
  return createHash('sha256').update(JSON.stringify(profile)).digest('hex').slice(0, 32);
}

function knownLanguage(tag: string | null): string | undefined {
  try {
    return tag ? Intl.getCanonicalLocales(tag)[0] : undefined;
  } catch {
    return undefined;
  }
}
