import { describe, expect, it } from 'vitest';
import { noise, sine } from '../../audio/testing/signals.ts';
import { type Babble, babble } from '../testing/vowels.ts';
import { analyseVoice } from './analyse-voice.ts';

const rate = 16_000;

/** To 0.2 dB: a level that differs changes which frames are just loud enough. */
function expectAlike(one: readonly number[] = [], other: readonly number[] = []) {
  expect(one.length).toBe(other.length);
  one.forEach((db, band) => {
    expect(Math.abs(db - (other[band] as number))).toBeLessThan(0.2);
  });
}

function profileOf(voice: Babble = {}) {
  const sampleRate = voice.sampleRate ?? rate;
  return analyseVoice([{ samples: babble(voice), sampleRate }]).profile;
}

/** Mixes in noise that is so many dB quieter than the whole signal. */
function withNoise(samples: Float32Array, signalToNoiseDb: number): Float32Array {
  const power = samples.reduce((sum, x) => sum + x * x, 0) / samples.length;
  // Uniform noise of amplitude a has the power a² / 3.
  const hiss = noise(samples.length, Math.sqrt(3 * power * 10 ** (-signalToNoiseDb / 10)));
  return samples.map((x, n) => x + (hiss[n] as number));
}

describe('analysing a voice', () => {
  it.each([70, 100, 150, 220, 300, 400])('finds a fundamental of %d Hz, which does not move', (hz) => {
    const { f0Hz, f0RangeSemitones } = profileOf({ f0: () => hz, scale: hz > 250 ? 1.25 : 1 });
    expect(Math.abs(f0Hz / hz - 1)).toBeLessThan(0.01);
    expect(f0RangeSemitones).toBeLessThan(0.5);
  });

  it('tells how far the pitch moves', () => {
    // From the 10th to the 90th percentile of an octave that is passed evenly: 9.6 semitones.
    const octave = profileOf({ f0: (at) => 90 * 2 ** at });
    expect(octave.f0RangeSemitones).toBeGreaterThan(9);
    expect(octave.f0RangeSemitones).toBeLessThan(10.2);
    const third = profileOf({ f0: (at) => 90 * 2 ** (at / 3) });
    expect(third.f0RangeSemitones).toBeGreaterThan(2.9);
    expect(third.f0RangeSemitones).toBeLessThan(3.5);
  });

  it.each([0.85, 1, 1.1, 1.2, 1.3])('measures a vocal tract whose formants lie %d times as high', (scale) => {
    for (const hz of [100, 200]) {
      const f0 = (at: number) => hz * (1 + 0.1 * Math.sin(30 * at));
      const ratio = profileOf({ scale, f0 }).vocalTractRatio / profileOf({ f0: () => 100 }).vocalTractRatio;
      expect(Math.abs(ratio * scale - 1)).toBeLessThan(0.025);
    }
  });

  it('finds the tract of the vowels of men to be that of a man', () => {
    expect(Math.abs(profileOf().vocalTractRatio - 1)).toBeLessThan(0.04);
  });

  it('counts syllables a second of speech', () => {
    // A vowel lasts 160 ms, and a little more by the length of a frame.
    const { syllablesPerSecond, speechSeconds } = profileOf({ syllables: 30 });
    expect(syllablesPerSecond * speechSeconds).toBeCloseTo(30, 0);
    expect(speechSeconds / (30 * 0.16)).toBeGreaterThan(0.95);
    expect(speechSeconds / (30 * 0.16)).toBeLessThan(1.25);
  });

  it('hears breath in a voice', () => {
    const [clear, breathy] = [profileOf({ breath: 0.001 }), profileOf({ breath: 0.1 })];
    expect(clear.cepstralPeakDb - breathy.cepstralPeakDb).toBeGreaterThan(4);
  });

  it('measures the loudness of the recording, and else takes no notice of its level', () => {
    const samples = babble();
    const [loud, quiet] = [samples, samples.map((x) => x / 10)].map(
      (level) => analyseVoice([{ samples: level, sampleRate: rate }]).profile,
    );
    expect((loud?.loudnessLufs ?? 0) - (quiet?.loudnessLufs ?? 0)).toBeCloseTo(20, 1);
    expect(quiet?.f0Hz).toBe(loud?.f0Hz);
    expect(quiet?.vocalTractRatio).toBe(loud?.vocalTractRatio);
    expectAlike(quiet?.spectrumDb, loud?.spectrumDb);
  });

  it.each([22_050, 44_100, 48_000])('measures the same at %d Hz', (sampleRate) => {
    const [other, reference] = [profileOf({ sampleRate }), profileOf()];
    expect(Math.abs(other.f0Hz / reference.f0Hz - 1)).toBeLessThan(0.01);
    expect(Math.abs(other.vocalTractRatio / reference.vocalTractRatio - 1)).toBeLessThan(0.03);
    expect(Math.abs(other.syllablesPerSecond / reference.syllablesPerSecond - 1)).toBeLessThan(0.05);
  });

  it('gets along with a telephone, of whose band the spectrum then is', () => {
    const [telephone, reference] = [profileOf({ sampleRate: 8_000 }), profileOf()];
    expect(telephone.spectrumDb).toHaveLength(16);
    expect(Math.abs(telephone.f0Hz / reference.f0Hz - 1)).toBeLessThan(0.01);
    expect(Math.abs(telephone.vocalTractRatio / reference.vocalTractRatio - 1)).toBeLessThan(0.05);
  });

  it.each([
    [0.85, 100],
    [1, 120],
    [1.1, 100],
    [1.1, 200],
    [1.2, 200],
    [1.3, 250],
  ])('measures a vocal tract by telephone whose formants lie %d times as high, at %d Hz', (scale, hz) => {
    const voice = { scale, f0: (at: number) => hz * (1 + 0.1 * Math.sin(30 * at)) };
    const ratio = profileOf({ ...voice, sampleRate: 8_000 }).vocalTractRatio;
    expect(Math.abs(ratio / profileOf(voice).vocalTractRatio - 1)).toBeLessThan(0.04);
  });

  it('counts hissing consonants, whatever the colour of the voice', () => {
    const samples = babble();
    const tone = (hz: number, amplitude: number) =>
      sine(hz, { sampleRate: rate, length: samples.length, amplitude });
    const treble = (amplitude: number) => {
      const [high, low] = [tone(6_300, amplitude), tone(3_800, 0.1 * amplitude)];
      // Vowels last 160 ms and the pauses between them 60 ms, of which every third is a consonant.
      const hissing = samples.map((x, n) => {
        const at = ((n / rate) % 0.66) - 0.6;
        const hiss = (high[n] as number) + (low[n] as number);
        return at > 0 ? hiss * Math.sin((Math.PI * at) / 0.06) ** 2 : x;
      });
      const { spectrumDb } = analyseVoice([{ samples: hissing, sampleRate: rate }]).profile;
      return (spectrumDb.at(-1) as number) - (spectrumDb[7] as number);
    };
    expect(Math.abs(treble(0.2) - treble(0.02) - 20)).toBeLessThan(1);
  });

  it('keeps pitch and vocal tract in noise 10 dB below the voice', () => {
    const samples = withNoise(babble({ f0: (at) => 100 * 2 ** (at / 2) }), 10);
    const { profile, reports } = analyseVoice([{ samples, sampleRate: rate }]);
    const clean = profileOf({ f0: (at) => 100 * 2 ** (at / 2) });
    expect(Math.abs(profile.f0Hz / clean.f0Hz - 1)).toBeLessThan(0.03);
    expect(Math.abs(profile.f0RangeSemitones / clean.f0RangeSemitones - 1)).toBeLessThan(0.1);
    expect(Math.abs(profile.vocalTractRatio / clean.vocalTractRatio - 1)).toBeLessThan(0.1);
    expect(reports[0]?.signalToNoiseDb).toBeGreaterThan(5);
    expect(reports[0]?.signalToNoiseDb).toBeLessThan(15);
  });

  it('keeps pitch and vocal tract over music 12 dB below the voice', () => {
    const samples = babble({ f0: (at) => 100 * 2 ** (at / 2) });
    const chord = [262, 330, 392, 523].map((hz) =>
      sine(hz, { sampleRate: rate, length: samples.length, amplitude: 0.02 }),
    );
    const mixed = samples.map((x, n) => chord.reduce((sum, tone) => sum + (tone[n] as number), x));
    const [voice, clean] = [mixed, samples].map(
      (one) => analyseVoice([{ samples: one, sampleRate: rate }]).profile,
    );
    expect(Math.abs((voice?.f0Hz ?? 0) / (clean?.f0Hz ?? 1) - 1)).toBeLessThan(0.1);
    expect(Math.abs((voice?.vocalTractRatio ?? 0) / (clean?.vocalTractRatio ?? 1) - 1)).toBeLessThan(0.05);
  });

  it('takes noise out of the spectrum when it is asked to', () => {
    const recording = { samples: withNoise(babble(), 15), sampleRate: rate };
    const treble = (enhance: boolean) => {
      const { spectrumDb } = analyseVoice([recording], { enhance }).profile;
      return (spectrumDb.at(-1) as number) - (spectrumDb[7] as number);
    };
    expect(treble(false) - treble(true)).toBeGreaterThan(4);
  });

  it('joins recordings, each by its speech and not by its level', () => {
    const [low, high] = [babble({ f0: () => 100 }), babble({ f0: () => 200, syllables: 8 })];
    const one = (samples: Float32Array) => ({ samples, sampleRate: rate });
    const { profile, reports } = analyseVoice([one(low), one(high.map((x) => x / 30))]);
    expect(profile.f0Hz).toBeCloseTo(100, 0);
    expect(profile.speechSeconds).toBeCloseTo(
      (reports[0]?.speechSeconds ?? 0) + (reports[1]?.speechSeconds ?? 0),
      1,
    );
    const loudHigh = analyseVoice([one(low), one(high)]).profile;
    expectAlike(loudHigh.spectrumDb, profile.spectrumDb);
  });

  it('makes a profile of less than 2 kB', () => {
    expect(JSON.stringify(profileOf()).length).toBeLessThan(2_000);
  });

  it.each([
    ['silence', new Float32Array(3 * rate), /nobody speaks/],
    ['noise', noise(3 * rate, 0.3), /nobody speaks/],
    ['a single tone', sine(220, { sampleRate: rate, length: 3 * rate }), /nobody speaks/],
    ['nothing', new Float32Array(0), /nobody speaks/],
    ['two syllables', babble({ syllables: 2 }), /only 0\.\d s of speech/],
    ['a clipped recording', babble().map((x) => Math.max(-0.5, Math.min(0.5, 50 * x))), /clipped/],
  ])('has no use for %s, and says why', (_, samples, reason) => {
    const analysing = () => analyseVoice([{ samples, sampleRate: rate }]);
    expect(analysing).toThrow(
      expect.objectContaining({ code: 'bad_input', message: expect.stringMatching(reason) }),
    );
  });

  it('says which of several recordings is of no use', () => {
    const recordings = [babble(), new Float32Array(rate), babble()].map((samples) => ({
      samples,
      sampleRate: rate,
    }));
    expect(() => analyseVoice(recordings)).toThrow(/^recording 2: nobody speaks in it$/);
    expect(() => analyseVoice([])).toThrow(/no recording/);
  });

  it('looks at a minute in all, shared so that every recording is heard', () => {
    const recording = (seconds: number) => {
      const samples = new Float32Array(seconds * rate);
      // Each begins with silence.
      samples.set(babble({ syllables: 40 }).subarray(0, samples.length - 2 * rate), 2 * rate);
      return { samples, sampleRate: rate };
    };
    const secondsOf = (...lengths: number[]) =>
      analyseVoice(lengths.map(recording)).reports.map(({ seconds }) => Math.round(seconds));
    expect(secondsOf(40, 40, 40)).toEqual([20, 20, 20]);
    expect(secondsOf(70, 6, 30)).toEqual([27, 6, 27]);
    expect(secondsOf(10, 20)).toEqual([10, 20]);
  });

  it('looks at the first minute only', () => {
    const long = babble({ syllables: 400 });
    const { reports } = analyseVoice([{ samples: long, sampleRate: rate }]);
    expect(reports[0]?.seconds).toBeCloseTo(60, 1);
  });
});
