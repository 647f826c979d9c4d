import { SpeechError } from '../../error.ts';
import type { CreateSynthesizer, SynthesizeOptions, Synthesizer } from '../../synthesizer.ts';
import type { Utterance, WordTiming } from '../../utterance.ts';
import { misbehave } from './faults.ts';
import { manifest } from './manifest.ts';
import { CHARACTER_MS, frequencyOf, LOWEST_TONE_HZ, startOf, writeTone } from './tones.ts';

const PIECE_MS = 100;
const PIECES_IN_STRETCH = 5;

export const createSynthesizer: CreateSynthesizer = async () =>
  new ToneSynthesizer({ faulty: process.env.SHOAL_TONE_FAULTS === '1' });

/** A sine a character. */
class ToneSynthesizer implements Synthesizer {
  readonly #faulty: boolean;

  constructor({ faulty }: { faulty: boolean }) {
    this.#faulty = faulty;
  }

  async synthesize(utterance: Utterance, { sink, signal, ready }: SynthesizeOptions): Promise<void> {
    signal.throwIfAborted();
    const voice = manifest.voices.find(({ id }) => id === utterance.voice);
    if (!voice) throw new SpeechError('voice_not_found', 'there is no such tone voice');
    const speed = { sampleRate: voice.sampleRate, rate: utterance.rate };
    const pitch = (utterance.timbre?.f0Hz ?? LOWEST_TONE_HZ) / LOWEST_TONE_HZ;
    const characters = [...utterance.text];
    const characterMs = CHARACTER_MS / utterance.rate;
    const words = wordTimes(characters, characterMs);
    const pieceLength = Math.max(1, Math.round((PIECE_MS * utterance.rate) / CHARACTER_MS));
    for (let first = 0; first < characters.length; first += pieceLength) {
      if (first % (pieceLength * PIECES_IN_STRETCH) === 0) await ready();
      signal.throwIfAborted();
      const piece = characters.slice(first, first + pieceLength);
      if (this.#faulty) misbehave(piece);
      sink.audio(sound(piece, first, { ...speed, pitch }));
      const [fromMs, toMs] = [first * characterMs, (first + piece.length) * characterMs];
      const heard = words.filter(({ endMs }) => endMs > fromMs && endMs <= toMs);
      if (heard.length > 0) sink.words?.(heard);
    }
    signal.throwIfAborted();
  }

  async close(): Promise<void> {}
}

/** The tones of consecutive characters, the first of which has the index `first` in the utterance; `pitch` is a factor. */
function sound(
  characters: readonly string[],
  first: number,
  speed: { sampleRate: number; rate: number; pitch: number },
): Float32Array {
  const start = startOf(first, speed);
  const samples = new Float32Array(startOf(first + characters.length, speed) - start);
  characters.forEach((character, index) => {
    const tone = samples.subarray(
      startOf(first + index, speed) - start,
      startOf(first + index + 1, speed) - start,
    );
    writeTone(tone, speed.pitch * frequencyOf(character), speed.sampleRate);
  });
  return samples;
}

function wordTimes(characters: readonly string[], characterMs: number): WordTiming[] {
  const words: WordTiming[] = [];
  let word: WordTiming | undefined;
  let offset = 0;
  for (const [index, character] of characters.entries()) {
    if (/\s/u.test(character)) {
      word = undefined;
    } else {
      if (!word) {
        word = { textStart: offset, textEnd: offset, startMs: index * characterMs, endMs: 0 };
        words.push(word);
      }
      word.textEnd = offset + character.length;
      word.endMs = (index + 1) * characterMs;
    }
    offset += character.length;
  }
  return words;
}
