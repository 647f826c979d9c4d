import { expect, it } from 'vitest';
import { peak, rmsDb } from '../audio/measure.ts';
import type { Trial } from './trial.ts';

/** What is heard, how fast, and when each word is. */
export function describeSound(trial: Trial): void {
  const { manifest, voices, language, texts } = trial.subject;
  const [voice] = voices;

  it.each(voices)('makes sound in [-1, 1] with %s', async (id) => {
    const { samples } = await trial.listen({ ...trial.short, voice: id });
    const { sampleRate } = trial.voice(id);
    expect(samples.length / sampleRate).toBeGreaterThan(0.2);
    expect(peak(samples)).toBeLessThanOrEqual(1);
    expect(rmsDb(samples)).toBeGreaterThan(-40);
  });

  it.runIf(manifest.capabilities.rate)(
    'takes about half as long at double rate, and twice at half',
    async () => {
      const fast = await trial.listen({ ...trial.short, rate: 2 });
      const slow = await trial.listen({ ...trial.short, rate: 0.5 });
      expect(fast.length / trial.usualLength).toBeGreaterThan(0.4);
      expect(fast.length / trial.usualLength).toBeLessThan(0.6);
      expect(slow.length / trial.usualLength).toBeGreaterThan(1.7);
      expect(slow.length / trial.usualLength).toBeLessThan(2.3);
    },
  );

  it('tells in order when each word is heard, if its manifest says that it can', async () => {
    const listener = await trial.listen(trial.long);
    if (!manifest.capabilities.wordTimes) {
      expect(listener.heardWords).toEqual([]);
      return;
    }
    const totalMs = (listener.length * 1000) / trial.voice().sampleRate;
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
      return trial.listen({ voice, language, text: 'Now rehd.', pronunciations });
    };
    const [short, long] = [await said('R', 'EH1', 'D'), await said('R', 'EH1', 'D', 'IH0', 'NG', 'Z')];
    expect(long.length).toBeGreaterThan(1.1 * short.length);
    if (manifest.capabilities.wordTimes)
      expect(long.heardWords.map(({ textStart, textEnd }) => [textStart, textEnd])).toContainEqual([4, 8]);
  };
  if (manifest.capabilities.phonemes) it('pronounces a word as it is asked to', pronounces);

  it('says in its error that a voice does not exist', async () => {
    const speaking = trial.listen({ ...trial.short, voice: 'nobody' });
    await expect(speaking).rejects.toMatchObject({ name: 'SpeechError', code: 'voice_not_found' });
  });
}
