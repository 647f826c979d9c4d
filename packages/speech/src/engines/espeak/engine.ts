import { SpeechError } from '../../error.ts';
import type { CreateSynthesizer, SynthesizeOptions, Synthesizer } from '../../synthesizer.ts';
import type { Pronunciation, Utterance, WordTiming } from '../../utterance.ts';
import type { Voice } from '../../voice.ts';
import type { Timbre } from '../../voices/timbre.ts';
import { cutIntoStretches, type Stretch } from '../stretches.ts';
import { JapaneseReader } from './japanese.ts';
import { manifest } from './manifest.ts';
import { type Espeak, loadEspeak } from './native.ts';
import { NORMAL_WPM, wordsPerMinute } from './pace.ts';
import { pitches } from './profiles.gen.ts';
import { speakStretch } from './speak-stretch.ts';
import { NORMAL_PITCH, variantLines } from './variant.ts';
import { paces } from './voices.gen.ts';

/** Keeps one stretch under about 25 ms of computing at normal rate. */
const STRETCH_EFFORT = 120;
/** Enough of what follows for eSpeak NG to see what kind of pause it has to make. */
const NEXT_WORD = /^[^\p{L}\p{N}]{0,24}[\p{L}\p{N}]{1,12}/u;
const LOOKAHEAD = 36;

const voicesById: ReadonlyMap<string, Voice> = new Map(manifest.voices.map((voice) => [voice.id, voice]));

export const createSynthesizer: CreateSynthesizer = async () =>
  new JapaneseReader(new EspeakSynthesizer(await loadEspeak()));

/**
 * Computes on the calling thread, one stretch at a time. Nothing is kept between two stretches, so utterances
 * may overlap: they take turns in `ready`.
 */
class EspeakSynthesizer implements Synthesizer {
  readonly #espeak: Espeak;
  /** The voice that is set, with its variant. */
  #voice = '';

  constructor(espeak: Espeak) {
    this.#espeak = espeak;
  }

  async synthesize(utterance: Utterance, { sink, signal, ready }: SynthesizeOptions): Promise<void> {
    signal.throwIfAborted();
    const voice = voicesById.get(utterance.voice);
    if (!voice) throw new SpeechError('voice_not_found', 'eSpeak NG has no such voice');
    let startMs = 0;
    const maxEffort = STRETCH_EFFORT * Math.min(1, utterance.rate);
    for (const stretch of cutIntoStretches(utterance.text, { maxEffort })) {
      await ready();
      signal.throwIfAborted();
      this.#set(voice, utterance);
      const written = speakStretch(this.#espeak.worker, {
        text: withNextWord(utterance.text, stretch),
        pronunciations: speaksEnglish(voice) ? pronunciationsIn(utterance, stretch) : [],
        heard: stretch.end - stretch.start,
        signal,
        sink: {
          audio: (samples) => sink.audio(samples),
          words: (words) => sink.words?.(words.map((word) => moved(word, stretch.start, startMs))),
        },
      });
      signal.throwIfAborted();
      startMs += (written * 1000) / voice.sampleRate;
    }
  }

  async close(): Promise<void> {}

  /** Settings are global and do not all outlive a call; only the voice does, and it is slow to load. */
  #set(voice: Voice, { rate, timbre }: Utterance): void {
    const { worker } = this.#espeak;
    this.#setVoice(voice.engineVoice, variantFor(voice, timbre));
    worker.set_rate(wordsPerMinute(rate, paces[voice.id] ?? [NORMAL_WPM, NORMAL_WPM]));
    worker.set_pitch(50);
    worker.set_range(50);
    worker.set_volume(100);
  }

  #setVoice(name: string, variant: readonly string[]): void {
    const wanted = [name, ...variant].join('\n');
    if (this.#voice === wanted) return;
    const suffix = variant.length > 0 ? this.#espeak.writeVariant(variant) : '';
    if (this.#espeak.worker.set_voice(name + suffix) !== 0) {
      throw new SpeechError('engine_failed', 'eSpeak NG cannot load the voice');
    }
    this.#voice = wanted;
  }
}

function variantFor({ id, profile }: Voice, timbre: Timbre | undefined): string[] {
  return profile && timbre ? variantLines(timbre, profile, pitches[id] ?? NORMAL_PITCH) : [];
}

function speaksEnglish({ languages }: Voice): boolean {
  return languages.some((tag) => tag.startsWith('en'));
}

/** Those of a stretch, counted from its start. */
function pronunciationsIn({ pronunciations = [] }: Utterance, { start, end }: Stretch): Pronunciation[] {
  return pronunciations
    .filter(({ textStart, textEnd }) => textStart >= start && textEnd <= end)
    .map(({ textStart, textEnd, arpabet }) => ({
      textStart: textStart - start,
      textEnd: textEnd - start,
      arpabet,
    }));
}

/** The text of a stretch and, where a pause may follow, the word behind it. */
function withNextWord(text: string, { start, end, joint }: Stretch): string {
  // Between words there is no pause, and eSpeak NG may take both for one ("of the").
  const follows = joint === 'sentence' || joint === 'clause';
  const next = follows ? NEXT_WORD.exec(text.slice(end, end + LOOKAHEAD)) : null;
  return text.slice(start, end) + (next?.[0] ?? '');
}

function moved({ textStart, textEnd, startMs, endMs }: WordTiming, text: number, ms: number): WordTiming {
  return { textStart: textStart + text, textEnd: textEnd + text, startMs: startMs + ms, endMs: endMs + ms };
}
