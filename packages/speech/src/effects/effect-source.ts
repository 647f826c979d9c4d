import type { SynthesizeOptions } from '../synthesizer.ts';
import type { Utterance } from '../utterance.ts';
import type { Voice } from '../voice.ts';
import { makeEffect } from './effects.ts';
import type { Register } from './gesture.ts';

const registers: Readonly<Record<Voice['gender'], Register>> = {
  female: { f0Hz: 200, vocalTractRatio: 0.86 },
  male: { f0Hz: 115, vocalTractRatio: 1 },
  neutral: { f0Hz: 150, vocalTractRatio: 0.93 },
};

/** Says an utterance without words in a voice: its effect, or nothing. */
export async function synthesizeEffect(
  { effect, timbre }: Utterance,
  voice: Voice,
  { sink, signal, ready }: SynthesizeOptions,
): Promise<void> {
  signal.throwIfAborted();
  if (!effect) return;
  await ready();
  signal.throwIfAborted();
  const register = timbre ?? voice.profile ?? registers[voice.gender];
  const level = 10 ** (voice.loudnessLufs / 20);
  sink.audio(makeEffect(effect, register, voice.sampleRate).map((sample) => level * sample));
}
