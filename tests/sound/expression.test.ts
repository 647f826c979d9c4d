import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { f0Median, rmsDb, samplesFromWav, silences } from '../../packages/speech/src/audio/measure.ts';
import { Spectrogram } from '../../packages/speech/src/voices/analysis/spectrogram.ts';
import { audioOf, postSpeech } from '../http/speech-call.ts';
import { type RunningServer, runServer } from '../running-server.ts';
import { voicedShare } from './voiced-share.ts';

const SAMPLE_RATE = 16_000;
const text =
  'The North Wind and the Sun were disputing which was the stronger, when a traveller came along wrapped in a warm cloak.';

let server: RunningServer;
beforeAll(async () => {
  server = await runServer();
});
afterAll(async () => {
  await server?.[Symbol.asyncDispose]();
});

async function say(said: string, voice: string, model = 's2.1-pro'): Promise<Float32Array> {
  const request = { text: said, reference_id: voice, format: 'wav', sample_rate: SAMPLE_RATE };
  return samplesFromWav(await audioOf(await postSpeech(server, request, { model }))).samples;
}
const seconds = (samples: Float32Array) => samples.length / SAMPLE_RATE;

describe.each(['espeak-en-us', 'flite-slt'])('feelings in the voice %s', (voice) => {
  it.each([
    ['excited', { higher: true, faster: true }],
    ['angry', { higher: true, faster: true }],
    ['scared', { higher: true, faster: true }],
    ['sad', { higher: false, faster: false }],
    ['calm', { higher: false, faster: false }],
  ])('are heard, 10 %% and more: %s', async (feeling, { higher, faster }) => {
    const [neutral, felt] = await Promise.all([say(text, voice), say(`[${feeling}] ${text}`, voice)]);
    const pitch = f0Median(felt, SAMPLE_RATE) / f0Median(neutral, SAMPLE_RATE);
    const rate = seconds(neutral) / seconds(felt);
    expect(higher ? pitch : 1 / pitch).toBeGreaterThan(1.1);
    expect(faster ? rate : 1 / rate).toBeGreaterThan(1.1);
  });

  it('are stronger and weaker as asked', async () => {
    const pitchOf = async (cue: string) => f0Median(await say(`[${cue}] ${text}`, voice), SAMPLE_RATE);
    const [slightly, plainly, very] = await Promise.all([
      pitchOf('slightly excited'),
      pitchOf('excited'),
      pitchOf('very excited'),
    ]);
    expect(plainly).toBeGreaterThan(1.04 * slightly);
    expect(very).toBeGreaterThan(1.04 * plainly);
  });

  it('end with the sentence', async () => {
    const later =
      ' They agreed that the one who first succeeded was to be considered the stronger of the two.';
    const [alone, after] = await Promise.all([say(later, voice), say(`[excited] Well! ${later}`, voice)]);
    expect(f0Median(after, SAMPLE_RATE) / f0Median(alone, SAMPLE_RATE)).toBeLessThan(1.06);
  });
});

describe.each(['espeak-en-us', 'espeak-fr-fr', 'flite-slt', 'flite-rms', 'flite-kal16'])(
  'a whisper in the voice %s',
  (voice) => {
    it('is voiceless, as long as speech, and quieter', async () => {
      const [spoken, whispered] = await Promise.all([say(text, voice), say(`[whispering] ${text}`, voice)]);
      expect(voicedShare(spoken)).toBeGreaterThan(0.6);
      expect(voicedShare(whispered)).toBeLessThan(0.3);
      expect(seconds(whispered) / seconds(spoken)).toBeGreaterThan(0.95);
      expect(seconds(whispered) / seconds(spoken)).toBeLessThan(1.15);
      const quieter = rmsDb(spoken) - rmsDb(whispered);
      expect(quieter).toBeGreaterThan(3);
      expect(quieter).toBeLessThan(15);
    });
  },
);

describe('volume', () => {
  it('is a matter of how one speaks', async () => {
    const levelOf = async (cue: string) => rmsDb(await say(`[${cue}] ${text}`, 'espeak-en-us'));
    const [quiet, normal, loud] = [
      await levelOf('soft tone'),
      await levelOf('normal'),
      await levelOf('shouting'),
    ];
    expect(normal - quiet).toBeGreaterThan(3);
    expect(loud - normal).toBeGreaterThan(3);
  });
});

describe.each(['espeak-en-us', 'flite-slt'])('pauses in the voice %s', (voice) => {
  const longest = (samples: Float32Array) =>
    Math.max(
      ...silences(samples, SAMPLE_RATE, { thresholdDb: -60, minMs: 50 }).map(
        ({ startMs, endMs }) => endMs - startMs,
      ),
    );

  it.each([
    ['s2.1-pro', '[break]', 300],
    ['s2.1-pro', '[long-break]', 800],
    ['s1', '(break)', 300],
    ['s1', '(long-break)', 800],
  ])('of %s: %s is silence of %d ms and more', async (model, tag, atLeastMs) => {
    const silent = longest(await say(`One fish, two fish ${tag} and a red fish`, voice, model));
    expect(silent).toBeGreaterThan(atLeastMs);
    expect(silent).toBeLessThan(atLeastMs + 600);
  });
});

describe('tags', () => {
  it('are never read where the model knows them, and read where it does not', async () => {
    const words = 'The boats came home in the evening.';
    const voice = 'espeak-en-us';
    const plain = await say(words, voice);
    // None of these changes the pace.
    for (const [tag, model] of [
      ['[loud] ', 's2.1-pro'],
      ['[singing] ', 's2-pro'],
      ['(jealous) ', 's1'],
      ['<|phoneme_end|>', 's1'],
    ] as const)
      expect(seconds(await say(tag + words, voice, model)) / seconds(plain), tag).toBeLessThan(1.06);
    for (const [tag, model] of [
      ['(jealous) ', 's2.1-pro'],
      ['[jealous] ', 's1'],
      ['[see below] ', 's2.1-pro'],
      ['(see below) ', 's1'],
    ] as const)
      expect(seconds(await say(tag + words, voice, model)) - seconds(plain), tag).toBeGreaterThan(0.3);
  });

  it('for sounds make sounds', async () => {
    const words = 'The boats came home.';
    for (const voice of ['espeak-en-us', 'flite-slt']) {
      const plain = await say(words, voice);
      for (const effect of [
        'laughing',
        'sighs',
        'gasp',
        'coughs',
        'yawning',
        'sobbing',
        'audience laughing',
      ]) {
        const samples = await say(`[${effect}] ${words}`, voice);
        const sound = samples.subarray(0, samples.length - plain.length);
        expect(seconds(sound), effect).toBeGreaterThan(0.25);
        expect(seconds(sound), effect).toBeLessThan(2.2);
        expect(rmsDb(sound), effect).toBeGreaterThan(-45);
      }
    }
  });
});

describe.each(['espeak-en-us', 'flite-slt'])('phonemes in the voice %s', (voice) => {
  /** How loud (dB) each of nine bands is up to 3.4 kHz. */
  async function bandsOf(arpabet: string): Promise<number[]> {
    const edges = [150, 300, 450, 600, 800, 1_100, 1_500, 2_000, 2_600, 3_400];
    const spectrogram = new Spectrogram(await say(`<|phoneme_start|>${arpabet}<|phoneme_end|>.`, voice));
    return edges.slice(1).map((to, band) => {
      const powers = spectrogram.bandPower(edges[band] ?? 0, to);
      return 10 * Math.log10(powers.reduce((sum, power) => sum + power, 0));
    });
  }
  const distance = (one: number[], other: number[]) =>
    Math.sqrt(one.reduce((sum, level, band) => sum + (level - (other[band] ?? 0)) ** 2, 0) / one.length);

  it.each([
    ['read', 'R IY1 D', 'R EH1 D'],
    ['lead', 'L IY1 D', 'L EH1 D'],
    ['bass', 'B EY1 S', 'B AE1 S'],
    ['live', 'L IH1 V', 'L AY1 V'],
    ['wind', 'W IH1 N D', 'W AY1 N D'],
    ['bow', 'B OW1', 'B AW1'],
    ['tear', 'T IH1 R', 'T EH1 R'],
    ['dove', 'D AH1 V', 'D OW1 V'],
  ])('tell the two words apart that are written "%s"', async (_, one, other) => {
    const [first, again, second] = [await bandsOf(one), await bandsOf(one), await bandsOf(other)];
    expect(distance(first, again)).toBeLessThan(1);
    expect(distance(first, second)).toBeGreaterThan(5);
  });

  it('stand in a sentence like any word', async () => {
    const [written, given] = await Promise.all([
      say('I am an engineer.', voice),
      say('I am an <|phoneme_start|>EH1 N JH AH0 N IH1 R<|phoneme_end|>.', voice),
    ]);
    expect(seconds(given) / seconds(written)).toBeGreaterThan(0.85);
    expect(seconds(given) / seconds(written)).toBeLessThan(1.15);
  });
});

describe('phonemes of other languages', () => {
  it.each([
    ['我去重庆。', '我去<|phoneme_start|>chong2<|phoneme_end|><|phoneme_start|>qing4<|phoneme_end|>。'],
    ['はしがみえます。', '<|phoneme_start|>ha0shi1ga0<|phoneme_end|>みえます。'],
  ])('are said like the words that they stand for: %s', async (written, given) => {
    const voice = /\p{Script=Hiragana}/u.test(written) ? 'espeak-ja' : 'espeak-cmn';
    const [one, other] = await Promise.all([say(written, voice), say(given, voice)]);
    expect(seconds(other) / seconds(one)).toBeGreaterThan(0.85);
    expect(seconds(other) / seconds(one)).toBeLessThan(1.15);
  });
});
