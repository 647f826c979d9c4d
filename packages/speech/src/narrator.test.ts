import { describe, expect, it } from 'vitest';
import { VoiceCatalogue } from './catalogue.ts';
import { engines } from './engines/registry.gen.ts';
import { Narrator, type NarratorOptions } from './narrator.ts';

const catalogue = new VoiceCatalogue(engines);

function passagesOf(text: string, changes: Partial<NarratorOptions> = {}) {
  const options = { chunkLength: 300, minChunkLength: 0, earlyStart: false, rate: 1, maxAudioMs: 9_000 };
  const narrator = new Narrator({ catalogue, voices: [], ...options, ...changes });
  return [...[...text].flatMap((piece) => narrator.push(piece)), ...narrator.flush()];
}

const narrate = (...call: Parameters<typeof passagesOf>) =>
  passagesOf(...call).map(({ utterance }) => utterance);

const voicesOf = (...ids: string[]) =>
  ids.map((id) => catalogue.voices.find((voice) => voice.id === id) ?? fail(id));
function fail(id: string): never {
  throw new Error(`no voice ${id}`);
}

describe('narrator', () => {
  it("lets each utterance's language choose its voice, and the text so far decide where a piece is too short", () => {
    const english = 'The boats came home in the evening.';
    const french = 'Les bateaux rentraient au port le soir, les uns après les autres.';
    expect(narrate(english)).toMatchObject([{ text: english, voice: 'flite-slt', language: 'en' }]);
    expect(narrate(french)).toMatchObject([{ voice: 'espeak-fr-fr', language: 'fr' }]);
    const narrator = narrate(`${french}\n\n12.`);
    expect(narrator.at(-1)).toMatchObject({ text: '12.', voice: 'espeak-fr-fr' });
  });

  it('keeps a chosen voice whatever the language, in a language that it speaks', () => {
    const [utterance] = narrate('The boats came home in the evening.', { voices: voicesOf('espeak-de') });
    expect(utterance).toMatchObject({ voice: 'espeak-de', language: 'de' });
  });

  it('finds a profile a voice for each language, and has it keep its timbre and its pace', () => {
    const text = 'The boats came home in the evening.\n\nLes bateaux rentraient au port le soir.';
    const own = catalogue.find('flite-slt')?.profile ?? fail('flite-slt');
    const profile = {
      ...own,
      f0Hz: 205,
      vocalTractRatio: 0.86,
      syllablesPerSecond: 1.2 * own.syllablesPerSecond,
    };
    const [english, french] = narrate(text, { voices: [profile] });
    expect(english).toMatchObject({ voice: 'flite-slt', language: 'en', timbre: { f0Hz: 205 } });
    expect(english?.rate).toBeCloseTo(1.2, 5);
    expect(french).toMatchObject({ voice: 'espeak-fr-fr', language: 'fr', timbre: { f0Hz: 205 } });
    const [fast] = narrate(text, { voices: [profile], rate: 2 });
    expect(fast?.rate).toBe(2);
  });

  it('asks for a timbre only where there is something to change', () => {
    const text = 'The boats came home in the evening.';
    expect(narrate(text)[0]).not.toHaveProperty('timbre');
    expect(narrate(text, { temperature: 0.7 })[0]).not.toHaveProperty('timbre');
    const { f0RangeSemitones } = catalogue.find('flite-slt')?.profile ?? fail('flite-slt');
    expect(narrate(text, { temperature: 1 })[0]?.timbre?.f0RangeSemitones).toBeGreaterThan(f0RangeSemitones);
  });

  it('changes the voice with the speaker, and never joins the words of two', () => {
    const voices = voicesOf('flite-slt', 'flite-rms');
    const said = narrate('One<|speaker:1|>two<|speaker:0|>three<|speaker:7|>four', { voices });
    expect(said.map(({ text, voice }) => [text, voice])).toEqual([
      ['One', 'flite-slt'],
      ['two', 'flite-rms'],
      ['three', 'flite-slt'],
      // A speaker without a voice borrows the first one.
      ['four', 'flite-slt'],
    ]);
  });

  it('pauses longer after a paragraph than after a sentence, and longer when it speaks slowly', () => {
    const [paragraph, sentence] = narrate('It was late.\n\nNobody spoke.');
    expect(paragraph?.pauseAfterMs).toBeGreaterThan(sentence?.pauseAfterMs ?? 0);
    const [slow] = narrate('Nobody spoke.', { rate: 0.5 });
    expect(slow).toMatchObject({
      rate: 0.5,
      maxAudioMs: 9_000,
      pauseAfterMs: 2 * (sentence?.pauseAfterMs ?? 0),
    });
  });

  it('knows where everything that is said stands in the text', () => {
    const text = 'One.  <|speaker:1|>\n Two, 😀 three.\n\nFour <|speaker:1|>five.';
    const passages = passagesOf(text);
    const sources = passages.map(({ source }) => text.slice(source.start, source.end));
    expect(sources).toEqual(['One.', 'Two, 😀 three.', 'Four <|speaker:1|>five.']);
    for (const { utterance, sourceOf } of passages) {
      for (const word of utterance.text.matchAll(/\p{L}+/gu)) {
        const { start, end } = sourceOf({ start: word.index, end: word.index + word[0].length });
        expect(text.slice(start, end)).toBe(word[0]);
      }
    }
  });
});
