import { beforeAll, describe, expect, it } from 'vitest';
import { largestStep, silences } from '../../audio/measure.ts';
import { Listener, listen } from '../testing/listener.ts';
import { createSynthesizer } from './engine.ts';
import { type EspeakWorker, loadEspeak } from './native.ts';
import { speakStretch } from './speak-stretch.ts';

const signal = new AbortController().signal;

const texts = {
  'espeak-en-us':
    'The quick brown fox jumps over the lazy dog by the river bank. Then it rests in the shade, and watches the ' +
    'boats go by until the evening comes. Did Dr. Smith pay $42.50 for 3 tickets? Yes; he did: "Really," she said, ' +
    '(and laughed). Nobody knows where it sleeps at night, but some say it lives under the old stone bridge!',
  'espeak-de':
    'Alle Menschen sind frei und gleich an Würde und Rechten geboren. Sie sind mit Vernunft und Gewissen begabt, und ' +
    'sollen einander im Geist der Brüderlichkeit begegnen. Was nun? Am 3. Mai weiß es Herr Dr. Müller!',
  'espeak-cmn':
    '人人生而自由，在尊严和权利上一律平等。他们赋有理性和良心，并应以兄弟关系的精神相对待。今天天气怎么样？我们去公园吧。',
};
const engineVoices: Readonly<Record<string, string>> = {
  'espeak-en-us': 'gmw/en-US',
  'espeak-de': 'gmw/de',
  'espeak-cmn': 'sit/cmn',
};

describe('an utterance in stretches', () => {
  let espeak: EspeakWorker;
  beforeAll(async () => {
    espeak = (await loadEspeak()).worker;
  });

  function inOneGo(text: string, voice: string): Listener {
    const sink = new Listener();
    espeak.set_voice(engineVoices[voice] ?? '');
    espeak.set_rate(175);
    speakStretch(espeak, { text, heard: text.length, sink, signal });
    return sink;
  }

  it.each(Object.entries(texts))('sounds as if %s had spoken it in one go', async (voice, text) => {
    const whole = inOneGo(text, voice);
    let stretches = 0;
    const ready = async () => {
      stretches += 1;
    };
    const cut = await listen(await createSynthesizer(), { text, voice }, { ready });
    expect(stretches).toBeGreaterThanOrEqual(3);
    expect(Math.abs(cut.length / whole.length - 1)).toBeLessThan(0.01);
    expect(cut.heardWords.map(({ textStart }) => textStart)).toEqual(
      whole.heardWords.map(({ textStart }) => textStart),
    );
    // The same pauses, at the same moments.
    const pauses = (listener: Listener) =>
      silences(listener.samples, 22_050, { thresholdDb: -60, minMs: 110 });
    const moments = (listener: Listener) => pauses(listener).map(({ endMs }) => Math.round(endMs / 100));
    expect(moments(cut)).toHaveLength(moments(whole).length);
  });

  it('does not click where it cuts a long clause', async () => {
    const text = `${'all along the winding river '.repeat(10)}home`;
    const cut = await listen(await createSynthesizer(), { text, voice: 'espeak-en-us' });
    expect(largestStep(cut.samples)).toBeLessThanOrEqual(
      largestStep(inOneGo(text, 'espeak-en-us').samples) * 1.05,
    );
  });

  it('speaks a sign that takes two words to its end', () => {
    const text = 'It is ½';
    const { length } = inOneGo(text, 'espeak-en-us');
    expect(length).toBeGreaterThan(inOneGo('It is one', 'espeak-en-us').length);
  });

  it('fades where it cuts in the middle of speech', () => {
    espeak.set_voice('gmw/en-US');
    // Before a small letter eSpeak NG makes no pause, so the cut falls between two sounding vowels.
    const stretches = ['We saw all', 'They go', 'You may', 'A new idea'].map((start) => {
      const sink = new Listener();
      speakStretch(espeak, { text: `${start}. only`, heard: start.length + 1, sink, signal });
      return sink.samples;
    });
    for (const samples of stretches) expect(Math.abs(samples.at(-1) ?? 1)).toBeLessThan(0.003);
  });

  it('lets nothing of the next word be heard', () => {
    espeak.set_voice('gmw/en-US');
    const alone = inOneGo('It rains.', 'espeak-en-us');
    const sink = new Listener();
    speakStretch(espeak, { text: 'It rains. Tomorrow', heard: 'It rains.'.length, sink, signal });
    const pauseMs = (sink.length - alone.length) / 22.05;
    expect(pauseMs).toBeGreaterThan(200);
    expect(pauseMs).toBeLessThan(400);
    const lastPause = silences(sink.samples, 22_050, { thresholdDb: -60, minMs: 100 }).at(-1);
    expect(lastPause?.endMs).toBeCloseTo(sink.length / 22.05, 0);
    expect(sink.heardWords).toHaveLength(alone.heardWords.length);
  });
});
