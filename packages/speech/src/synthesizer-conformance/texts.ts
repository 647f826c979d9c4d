import { expect, it } from 'vitest';
import { peak } from '../audio/measure.ts';
import { Listener } from '../engines/testing/listener.ts';
import { SpeechError } from '../error.ts';
import type { Trial } from './trial.ts';

const nothingToSay = ['', ' ', '\n\t '];

const nastyTexts: Readonly<Record<string, string>> = {
  'a NUL and control characters': 'before\0after \x01\x07\x1b[31m red \x7f',
  'lone surrogates': 'left \ud83d right \ude00 end',
  emoji: '😀👩‍👩‍👧‍👦🇫🇷',
  SSML: '<speak><break time="20s"/><voice name="x">hi</voice></speak>',
  'an unfinished tag and entity': 'a < b && c > d &amp; &#0; <prosody rate=',
  'phoneme brackets': "[[h@l'oU]] and [[ ]] and [[",
  '3,000 letters without a space': 'a'.repeat(3_000),
  'URLs and addresses': 'http://a.b/?x=1&y=%20%20... www.foo.com @@@ foo@bar.com //// /usr/bin/env --foo=bar',
  'runs of punctuation': '...!!!???,,,;;;:::--- . . . ?.?.?. ((((( """\'\'\' \\\\\\ ~~~ $$$ %%% ^^',
  'many digits': '1234567890'.repeat(12),
  'several scripts': 'Hello мир 世界 こんにちは שלום مرحبا नमस्ते',
  'combining marks': `e${'\u0301'.repeat(200)} Z̷͖͋a̵̢͐l̸̰̏g̴̯̈o`,
  'a byte order mark and direction marks': '\ufeffabc \u202edef\u202c \u200b\u200d',
};

/** Texts that nobody would read aloud. */
export function describeTexts(trial: Trial): void {
  it.each(nothingToSay)('takes %j without a complaint', async (text) => {
    await trial.listen({ ...trial.short, text });
  });

  it.each(Object.entries(nastyTexts))('survives %s', { timeout: 60_000 }, async (_, text) => {
    const settled = await trial.listen({ ...trial.short, text }).catch((error) => error);
    if (settled instanceof Listener) expect(peak(settled.samples)).toBeLessThanOrEqual(1);
    else expect(settled).toBeInstanceOf(SpeechError);
    await trial.expectHealthy();
  });
}
