import type { Part } from '../casting.ts';
import { ownTimbre } from '../voices/fitting.ts';
import type { Timbre } from '../voices/timbre.ts';
import type { Style } from './style.ts';

/** What engines can do. */
const RATES = { slowest: 0.5, fastest: 2 };
const F0_HZ = { lowest: 40, highest: 600 };
const WIDEST_SEMITONES = 36;
/** How much breath a style can add, as by what it takes from the cepstral peak. */
const MOST_BREATH_DB = 6;

export function styledRate(rate: number, style: Style | undefined): number {
  return within(rate * (style?.rate ?? 1), RATES.slowest, RATES.fastest);
}

/** The timbre of a part in a style; of a voice without a profile, its own. */
export function styledTimbre({ voice, timbre }: Part, style: Style | undefined): Timbre | undefined {
  const own = timbre ?? ownTimbre(voice);
  if (!style || !own || (style.pitch === 0 && style.range === 1 && style.breath === 0)) return timbre;
  return {
    ...own,
    f0Hz: within(own.f0Hz * 2 ** (style.pitch / 12), F0_HZ.lowest, F0_HZ.highest),
    f0RangeSemitones: Math.min(WIDEST_SEMITONES, own.f0RangeSemitones * style.range),
    cepstralPeakDb: Math.max(0, own.cepstralPeakDb - MOST_BREATH_DB * style.breath),
  };
}

function within(value: number, lowest: number, highest: number): number {
  return Math.min(highest, Math.max(lowest, value));
}
