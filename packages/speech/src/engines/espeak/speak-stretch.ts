import { SpeechError } from '../../error.ts';
import type { SpeechSink } from '../../synthesizer.ts';
import type { Pronunciation, WordTiming } from '../../utterance.ts';
import type { EspeakEvent, EspeakWorker } from './native.ts';
import { escapeSsml } from './ssml.ts';
import { WordTimes } from './word-times.ts';

/** Softens the cut where speech goes on behind it. */
const FADE_MS = 3;

export interface StretchCall {
  /** Plain text: the stretch and perhaps a word more, so that eSpeak NG knows how the stretch goes on. */
  text: string;
  /** Of its words; none where the voice does not speak English. */
  pronunciations?: readonly Pronunciation[];
  /** UTF-16 code units of the text that are to be heard, with the pause behind them. */
  heard: number;
  sink: SpeechSink;
  signal: AbortSignal;
}

/**
 * Speaks one stretch with the voice and settings of the moment. Returns the number of samples written. Word
 * times count from the stretch. Stops as soon as the signal aborts; throws what the sink throws, or a
 * SpeechError.
 */
export function speakStretch(espeak: EspeakWorker, call: StretchCall): number {
  const speaking = new Speaking(espeak.samplerate, call);
  let failure: { reason: unknown } | undefined;
  try {
    espeak.synthesize(speaking.ssml, (samples, events) => {
      // An exception that leaves the callback spoils the next utterance.
      try {
        return speaking.write(samples, events);
      } catch (reason) {
        failure = { reason };
        return true;
      }
    });
  } catch (cause) {
    throw new SpeechError('engine_failed', 'eSpeak NG failed', { cause });
  }
  if (failure) throw failure.reason;
  return speaking.written;
}

/** The state of one call of eSpeak NG. */
class Speaking {
  readonly ssml: string;
  written = 0;
  readonly #call: StretchCall;
  readonly #offsetOf: (codePoint: number) => number;
  readonly #words: WordTimes;
  readonly #samplesPerMs: number;
  /** The sample at which the text behind the stretch begins, once it is known. */
  #stop = Number.POSITIVE_INFINITY;

  constructor(sampleRate: number, call: StretchCall) {
    const { ssml, offsets } = escapeSsml(call.text, call.pronunciations);
    this.ssml = ssml;
    this.#call = call;
    this.#offsetOf = (codePoint) => offsets[codePoint] ?? call.text.length;
    this.#words = new WordTimes(call.text, this.#offsetOf);
    this.#samplesPerMs = sampleRate / 1000;
  }

  /** Passes on what eSpeak NG made. Returns true when it shall stop. */
  write(samples: Int16Array, events: EspeakEvent[]): boolean {
    const { sink, signal } = this.#call;
    const words = this.#read(events);
    const wanted = Math.max(0, Math.min(samples.length, this.#stop - this.written));
    this.written += wanted;
    const ends = this.written === this.#stop;
    if (wanted > 0) sink.audio(toFloat(samples, wanted, ends ? FADE_MS * this.#samplesPerMs : 0));
    if (words.length > 0 && !signal.aborted) sink.words?.(words);
    return ends || signal.aborted;
  }

  /** The words that the events complete, up to the end of the stretch. */
  #read(events: EspeakEvent[]): WordTiming[] {
    const words: WordTiming[] = [];
    for (const event of events) {
      if (this.#stop < Number.POSITIVE_INFINITY) break;
      const word = this.#words.add(event);
      if (word) words.push(word);
      if (this.#isBehind(event)) this.#stop = Math.round(event.audio_position * this.#samplesPerMs);
    }
    return words;
  }

  /** Whether what follows the stretch begins with this event, the pause before it being over. */
  #isBehind({ type, text_position: position }: EspeakEvent): boolean {
    const { text, heard } = this.#call;
    // Where nothing follows, the second word of "½" or of an emoji is announced behind the text.
    if (heard === text.length) return false;
    return (
      (type === 'word' || type === 'sentence' || type === 'end') && this.#offsetOf(position - 1) >= heard
    );
  }
}

/** The first `length` samples in [-1, 1], the last `fade` of them fading out. */
function toFloat(samples: Int16Array, length: number, fade: number): Float32Array {
  const floats = new Float32Array(length);
  // A loop: Float32Array.from with a function costs more than the synthesis.
  for (let i = 0; i < length; i++) floats[i] = (samples[i] ?? 0) / 32768;
  for (let i = Math.max(0, Math.floor(length - fade)); i < length; i++)
    floats[i] = (floats[i] ?? 0) * ((length - i) / fade);
  return floats;
}
