import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { f0Median, peak, rmsDb } from './audio/measure.ts';
import { Listener, listen, type Speech } from './engines/testing/listener.ts';
import { SpeechError } from './error.ts';
import type { CreateSynthesizer, Synthesizer, SynthesizerManifest } from './synthesizer.ts';
import { analyseVoice } from './voices/analysis/analyse-voice.ts';
import type { VoiceProfile } from './voices/profile.ts';
import type { Timbre } from './voices/timbre.ts';

export interface SynthesizerSubject {
  manifest: SynthesizerManifest;
  create: CreateSynthesizer;
  /** Ids of the voices to try; the first one is tried thoroughly. */
  voices: readonly [string, ...string[]];
  /** BCP 47 tag of the texts. */
  language: string;
  texts: {
    /** A sentence of a few words. */
    short: string;
    /** Enough for three stretches of work. */
    long: string;
    /** Whose pitch can be measured, where that of the long one cannot. */
    sustained?: string;
  };
  /** What its voices make is no speech: it has a pitch, but no formants. */
  withoutFormants?: boolean;
}

/** Longer than any engine needs to write what it should not. */
const A_WHILE_MS = 250;

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

/** What every engine keeps to, whatever its voices sound like. */
export function describeSynthesizer(
  name: string,
  { manifest, create, voices, language, texts, withoutFormants = false }: SynthesizerSubject,
): void {
  describe(`${name} as a synthesizer`, () => {
    const [voice] = voices;
    const short: Speech = { text: texts.short, voice, language };
    const long: Speech = { text: texts.long, voice, language };
    let synthesizer: Synthesizer;
    /** The length of the short text, in samples: what a healthy engine gives. */
    let usualLength: number;

    beforeAll(async () => {
      synthesizer = await create();
      usualLength = (await listen(synthesizer, short)).length;
    });

    afterAll(async () => {
      await synthesizer.close();
    });

    /** The engine is free and speaks as ever. Repeats may differ by a few samples. */
    async function expectHealthy(): Promise<void> {
      const { length } = await listen(synthesizer, short);
      expect(Math.abs(length - usualLength)).toBeLessThan(100);
    }

    it.each(voices)('makes sound in [-1, 1] with %s', async (id) => {
      const { samples } = await listen(synthesizer, { ...short, voice: id });
      const { sampleRate } = manifest.voices.find((one) => one.id === id) ?? { sampleRate: Number.NaN };
      expect(samples.length / sampleRate).toBeGreaterThan(0.2);
      expect(peak(samples)).toBeLessThanOrEqual(1);
      expect(rmsDb(samples)).toBeGreaterThan(-40);
    });

    it.runIf(manifest.capabilities.rate)(
      'takes about half as long at double rate, and twice at half',
      async () => {
        const fast = await listen(synthesizer, { ...short, rate: 2 });
        const slow = await listen(synthesizer, { ...short, rate: 0.5 });
        expect(fast.length / usualLength).toBeGreaterThan(0.4);
        expect(fast.length / usualLength).toBeLessThan(0.6);
        expect(slow.length / usualLength).toBeGreaterThan(1.7);
        expect(slow.length / usualLength).toBeLessThan(2.3);
      },
    );

    it('writes nothing once the promise has settled', async () => {
      const listener = await listen(synthesizer, short);
      const { length } = listener;
      await sleep(A_WHILE_MS);
      expect(listener.length).toBe(length);
    });

    it('writes nothing while nobody is ready', async () => {
      const listener = new Listener();
      const gates: { open(): void; lengthBefore: number }[] = [];
      const ready = () =>
        new Promise<void>((open) => {
          gates.push({ open, lengthBefore: listener.length });
        });
      let done = false;
      const speaking = listen(synthesizer, long, { sink: listener, ready }).then(() => {
        done = true;
      });
      for (let stretch = 0; !done; stretch++) {
        while (!done && gates.length === stretch) await sleep(1);
        const gate = gates[stretch];
        if (!gate) break;
        await sleep(stretch < 3 ? A_WHILE_MS : 0);
        expect(listener.length).toBe(gate.lengthBefore);
        gate.open();
      }
      await speaking;
      expect(gates[0]?.lengthBefore).toBe(0);
      expect(gates.length).toBeGreaterThanOrEqual(3);
      expect(gates.at(-1)?.lengthBefore).toBeGreaterThan(usualLength / 2);
    });

    it('gives up before it begins when it was cancelled already', async () => {
      const listener = new Listener();
      const reason = new SpeechError('cancelled', 'too late');
      await expect(
        listen(synthesizer, short, { sink: listener, signal: AbortSignal.abort(reason) }),
      ).rejects.toBe(reason);
      expect(listener.length).toBe(0);
    });

    it('can be cancelled while it waits to be ready', async () => {
      const reason = new SpeechError('cancelled', 'the listener left');
      const cancelling = new AbortController();
      const listener = new Listener();
      const ready = async () => {
        if (listener.length === 0) return;
        setTimeout(() => cancelling.abort(reason), 10);
        await new Promise((_, reject) => cancelling.signal.addEventListener('abort', () => reject(reason)));
      };
      const speaking = listen(synthesizer, long, { sink: listener, signal: cancelling.signal, ready });
      await expect(speaking).rejects.toBe(reason);
      await expectHealthy();
    });

    it('stops within one piece of audio when it is cancelled while it speaks', async () => {
      const reason = new SpeechError('cancelled', 'heard enough');
      const cancelling = new AbortController();
      const listener = new Listener();
      const sink = {
        audio: (samples: Float32Array) => {
          listener.audio(samples);
          cancelling.abort(reason);
        },
        words: () => {},
      };
      await expect(listen(synthesizer, long, { sink, signal: cancelling.signal })).rejects.toBe(reason);
      expect(listener.pieces).toHaveLength(1);
      await expectHealthy();
    });

    it('can be cancelled at any moment', async () => {
      for (const delayMs of [0, 1, 3, 10, 30, 100]) {
        const reason = new SpeechError('cancelled', 'changed my mind');
        const cancelling = new AbortController();
        setTimeout(() => cancelling.abort(reason), delayMs);
        // A turn of the event loop before each stretch, as a host gives it, or an inline engine cannot be told.
        const ready = async () => {
          await sleep(2);
          cancelling.signal.throwIfAborted();
        };
        const settled = await listen(synthesizer, long, { signal: cancelling.signal, ready }).catch(
          (error) => error,
        );
        if (!(settled instanceof Listener)) expect(settled).toBe(reason);
      }
      await expectHealthy();
    });

    it('passes on what a sink throws and is well afterwards', async () => {
      const broken = new Error('broken sink');
      const sink = {
        audio: () => {
          throw broken;
        },
        words: () => {},
      };
      await expect(listen(synthesizer, long, { sink })).rejects.toBe(broken);
      await expectHealthy();
    });

    it('says in its error that a voice does not exist', async () => {
      const speaking = listen(synthesizer, { ...short, voice: 'nobody' });
      await expect(speaking).rejects.toMatchObject({ name: 'SpeechError', code: 'voice_not_found' });
    });

    it.each(nothingToSay)('takes %j without a complaint', async (text) => {
      await listen(synthesizer, { ...short, text });
    });

    it.each(Object.entries(nastyTexts))('survives %s', { timeout: 60_000 }, async (_, text) => {
      const settled = await listen(synthesizer, { ...short, text }).catch((error) => error);
      if (settled instanceof Listener) expect(peak(settled.samples)).toBeLessThanOrEqual(1);
      else expect(settled).toBeInstanceOf(SpeechError);
      await expectHealthy();
    });

    it('does not mix up two utterances that overlap', async () => {
      const [alone, otherAlone] = [
        await listen(synthesizer, long),
        await listen(synthesizer, { ...short, rate: 1.5 }),
      ];
      const turn = { ready: () => sleep(1) };
      const [one, other] = await Promise.all([
        listen(synthesizer, long, turn),
        listen(synthesizer, { ...short, rate: 1.5 }, turn),
      ]);
      expect(Math.abs(one.length - alone.length) / alone.length).toBeLessThan(0.01);
      expect(Math.abs(other.length - otherAlone.length) / otherAlone.length).toBeLessThan(0.01);
      expect(rmsDb(one.samples)).toBeCloseTo(rmsDb(alone.samples), 0);
      expect(rmsDb(other.samples)).toBeCloseTo(rmsDb(otherAlone.samples), 0);
    });

    it('speaks to one listener while another does not listen', async () => {
      const leaving = new AbortController();
      const deaf = new Listener();
      const never = () =>
        deaf.length === 0
          ? Promise.resolve()
          : new Promise<void>((_, reject) =>
              leaving.signal.addEventListener('abort', () => reject(leaving.signal.reason)),
            );
      const waiting = listen(synthesizer, long, { sink: deaf, signal: leaving.signal, ready: never }).catch(
        () => {},
      );
      await expectHealthy();
      leaving.abort();
      await waiting;
    });

    it('tells in order when each word is heard, if its manifest says that it can', async () => {
      const listener = await listen(synthesizer, long);
      if (!manifest.capabilities.wordTimes) {
        expect(listener.heardWords).toEqual([]);
        return;
      }
      const { sampleRate } = manifest.voices.find((one) => one.id === voice) ?? { sampleRate: Number.NaN };
      const totalMs = (listener.length * 1000) / sampleRate;
      const words = listener.heardWords;
      expect(words.length).toBeGreaterThan(texts.long.split(/\s+/).length * 0.6);
      let [offset, timeMs] = [0, 0];
      for (const word of words) {
        expect(word.textStart).toBeGreaterThanOrEqual(offset);
        expect(word.textEnd).toBeGreaterThan(word.textStart);
        expect(word.startMs).toBeGreaterThanOrEqual(timeMs - 1e-6);
        expect(word.endMs).toBeGreaterThanOrEqual(word.startMs);
        [offset, timeMs] = [word.textEnd, word.endMs];
      }
      expect(offset).toBeLessThanOrEqual(texts.long.length);
      expect(timeMs).toBeLessThanOrEqual(totalMs + 1);
    });

    const pronounces = async () => {
      const said = async (...arpabet: string[]) => {
        const pronunciations = [{ textStart: 4, textEnd: 8, arpabet }];
        return listen(synthesizer, { voice, language, text: 'Now rehd.', pronunciations });
      };
      const [short, long] = [await said('R', 'EH1', 'D'), await said('R', 'EH1', 'D', 'IH0', 'NG', 'Z')];
      expect(long.length).toBeGreaterThan(1.1 * short.length);
      if (manifest.capabilities.wordTimes)
        expect(long.heardWords.map(({ textStart, textEnd }) => [textStart, textEnd])).toContainEqual([4, 8]);
    };
    if (manifest.capabilities.phonemes) it('pronounces a word as it is asked to', pronounces);

    describe.runIf(manifest.capabilities.cloning === 'profile')('with a timbre', () => {
      const { profile, sampleRate } = manifest.voices.find((one) => one.id === voice) ?? { sampleRate: 0 };
      const sustained: Speech = { ...long, text: texts.sustained ?? texts.long };
      const timbre = (changes: Partial<Timbre>) => timbreOf(profile, changes);
      const pitchOf = async (speech: Speech) =>
        f0Median((await listen(synthesizer, speech)).samples, sampleRate);

      it.each([0.8, 1, 1.4])('speaks %d times as high', async (factor) => {
        const f0Hz = factor * timbre({}).f0Hz;
        const pitch = await pitchOf({ ...sustained, timbre: timbre({ f0Hz }) });
        expect(Math.abs(pitch / f0Hz - 1)).toBeLessThan(0.06);
      });

      if (!withoutFormants)
        it.each([0.93, 1.1])(
          'speaks as from a vocal tract %d times as long, at the same pitch and speed',
          async (factor) => {
            const vocalTractRatio = factor * timbre({}).vocalTractRatio;
            const changed = await listen(synthesizer, { ...long, timbre: timbre({ vocalTractRatio }) });
            const { profile: measured } = analyseVoice([{ samples: changed.samples, sampleRate }]);
            expect(Math.abs(measured.vocalTractRatio / vocalTractRatio - 1)).toBeLessThan(0.05);
            expect(Math.abs(measured.f0Hz / timbre({}).f0Hz - 1)).toBeLessThan(0.06);
            const usual = await listen(synthesizer, long);
            expect(Math.abs(changed.length / usual.length - 1)).toBeLessThan(0.03);
          },
        );

      if (!withoutFormants)
        it('moves the pitch as far as it is asked to', async () => {
          const rangeOf = async (factor: number) => {
            const f0RangeSemitones = factor * timbre({}).f0RangeSemitones;
            const { samples } = await listen(synthesizer, { ...long, timbre: timbre({ f0RangeSemitones }) });
            return analyseVoice([{ samples, sampleRate }]).profile.f0RangeSemitones;
          };
          const widened = (await rangeOf(1.6)) / (await rangeOf(0.8));
          expect(widened).toBeGreaterThan(1.6);
          expect(widened).toBeLessThan(2.6);
        });

      it('speaks as ever afterwards, and meanwhile to others', async () => {
        const high = timbre({ f0Hz: 1.4 * timbre({}).f0Hz });
        const turn = { ready: () => sleep(1) };
        const [changed, plain] = await Promise.all([
          listen(synthesizer, { ...sustained, timbre: high }, turn),
          listen(synthesizer, sustained, turn),
        ]);
        const usual = await pitchOf(sustained);
        expect(f0Median(plain.samples, sampleRate)).toBeCloseTo(usual, 0);
        expect(f0Median(changed.samples, sampleRate) / usual).toBeGreaterThan(1.25);
        await expectHealthy();
      });

      it('can be cancelled', async () => {
        const reason = new SpeechError('cancelled', 'another voice, please');
        for (const delayMs of [0, 5, 40]) {
          const cancelling = new AbortController();
          setTimeout(() => cancelling.abort(reason), delayMs);
          const ready = async () => {
            await sleep(2);
            cancelling.signal.throwIfAborted();
          };
          const speech = { ...long, timbre: timbre({ vocalTractRatio: 0.9 * timbre({}).vocalTractRatio }) };
          const settled = await listen(synthesizer, speech, { signal: cancelling.signal, ready }).catch(
            (error) => error,
          );
          if (!(settled instanceof Listener)) expect(settled).toBe(reason);
        }
        await expectHealthy();
      });

      it('says which voices it can change', () => {
        expect(manifest.voices.some((one) => one.profile)).toBe(true);
      });
    });

    it('can be closed twice', async () => {
      const another = await create();
      await another.close();
      await another.close();
    });
  });
}

/** The timbre that a voice has by itself, but for the changes. */
function timbreOf(profile: VoiceProfile | undefined, changes: Partial<Timbre>): Timbre {
  if (!profile) throw new Error('the first voice to try must have a profile');
  const { f0Hz, f0RangeSemitones, vocalTractRatio, cepstralPeakDb } = profile;
  return { f0Hz, f0RangeSemitones, vocalTractRatio, cepstralPeakDb, equaliserDb: [], ...changes };
}
