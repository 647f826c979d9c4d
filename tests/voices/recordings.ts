import { pcm16, wavFile } from '../../packages/speech/src/audio/decode/testing/wav-file.ts';
import { noise } from '../../packages/speech/src/audio/testing/signals.ts';
import { type Babble, babble } from '../../packages/speech/src/voices/testing/vowels.ts';

const RATE = 8_000;
/** Little more than makes a voice known. */
const FEW_SYLLABLES = 8;
/** A minute and a half of them. */
const MANY_SYLLABLES = 400;

interface ShortRecording {
  /** How high the voice is, which also tells one recording from another. */
  f0Hz?: number;
  /** How loud the noise behind it is; 1 is as loud as there is. */
  noise?: number;
}

/** A WAV file of somebody who says some vowels: 2 s in 28 kB, quickly made and quickly analysed. */
export function shortRecording({ f0Hz = 120, noise = 0 }: ShortRecording = {}): Uint8Array<ArrayBuffer> {
  return vowels({ syllables: FEW_SYLLABLES, f0: () => f0Hz }, noise);
}

/** The same for so long that whoever analyses it can be seen to do so. */
export function longRecording(): Uint8Array<ArrayBuffer> {
  return vowels({ syllables: MANY_SYLLABLES });
}

function vowels(babbled: Babble, noiseLevel = 0): Uint8Array<ArrayBuffer> {
  const voice = babble({ ...babbled, sampleRate: RATE });
  const hiss = noise(voice.length, noiseLevel);
  const samples = voice.map((x, n) => x + (hiss[n] as number));
  return new Uint8Array(wavFile(pcm16(samples), { sampleRate: RATE }));
}
