import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { VoiceCatalogue } from './catalogue.ts';
import { engines } from './engines/registry.gen.ts';
import { Narrator, type NarratorOptions } from './narrator.ts';
import { styleNamed } from './style/styles.ts';
import { Utterance } from './utterance.ts';

const catalogue = new VoiceCatalogue(engines);
const sentence = 'The boats came home in the evening.';

function narratorWith(changes: Partial<NarratorOptions>): Narrator {
  const chunks = { chunkLength: 300, minChunkLength: 0, earlyStart: false };
  const options = { catalogue, voices: [], rate: 1, maxAudioMs: 9_000, tags: 'bracket', ...chunks } as const;
  return new Narrator({ ...options, ...changes });
}

function passagesOf(text: string, changes: Partial<NarratorOptions> = {}) {
  const narrator = narratorWith(changes);
  return [...narrator.push(text), ...narrator.flush()];
}
const narrate = (text: string, changes: Partial<NarratorOptions> = {}) =>
  passagesOf(text, changes).map(({ utterance }) => utterance);

/** Who says what, how: a short form for tables. */
const manner = ({ text, rate, whispers, volumeDb, effect }: Utterance) => [
  text,
  ...(effect ? [effect] : []),
  ...(whispers ? ['whispers'] : []),
  ...(volumeDb ? ['level'] : []),
  rate,
];

describe('narrator with cues', () => {
  it('changes rate, pitch, range, level and breath of the voice', () => {
    const [plain] = narrate(sentence, { temperature: 1 });
    const [sad] = narrate(`[sad] ${sentence}`, { temperature: 1 });
    const style = styleNamed('sad');
    const [before, after] = [plain?.timbre, sad?.timbre];
    if (!before || !after) throw new Error('no timbre');
    expect(sad?.rate).toBeCloseTo(style.rate, 5);
    expect(sad?.volumeDb).toBe(style.volumeDb);
    expect(12 * Math.log2(after.f0Hz / before.f0Hz)).toBeCloseTo(style.pitch, 5);
    expect(after.f0RangeSemitones / before.f0RangeSemitones).toBeCloseTo(style.range, 5);
    expect(after.cepstralPeakDb).toBeLessThan(before.cepstralPeakDb);
    expect(after.vocalTractRatio).toBe(before.vocalTractRatio);
    expect(sad?.pauseAfterMs).toBeGreaterThan(plain?.pauseAfterMs ?? 0);
    expect(() => Utterance.parse(sad)).not.toThrow();
  });

  it('changes a matched voice from what it is, and multiplies with the rate that is asked for', () => {
    const own = catalogue.find('flite-slt')?.profile;
    if (!own) throw new Error('no profile');
    const profile = { ...own, f0Hz: 230 };
    const [plain] = narrate(sentence, { voices: [profile], rate: 0.8 });
    const [happy] = narrate(`[excited] ${sentence}`, { voices: [profile], rate: 0.8 });
    expect((happy?.timbre?.f0Hz ?? 0) / (plain?.timbre?.f0Hz ?? 1)).toBeCloseTo(2 ** (3.5 / 12), 5);
    expect(happy?.timbre?.equaliserDb).toEqual(plain?.timbre?.equaliserDb);
    expect((happy?.rate ?? 0) / (plain?.rate ?? 1)).toBeCloseTo(1.2, 5);
  });

  it('leaves nothing of a cue that changes nothing, but a remark', () => {
    const narrator = narratorWith({});
    const passages = [...narrator.push(`A boat [singing] came.`), ...narrator.flush()];
    expect(passages.map(({ utterance }) => utterance.text)).toEqual(['A boat  came.']);
    expect(passages[0]?.utterance).not.toHaveProperty('timbre');
    expect(narrator.takeRemarks()).toEqual(['the cue at character 7 changes nothing']);
    expect(narrator.takeRemarks()).toEqual([]);
  });

  it('lets a bracket count for the rest of its sentence', () => {
    const said = narrate('One [whispering] two three. Four five. Six.', { minChunkLength: 100 });
    expect(said.map(manner)).toEqual([
      ['One', 1],
      ['two three.', 'whispers', 'level', 0.94],
      ['Four five. Six.', 1],
    ]);
  });

  it('lets a tag in parentheses count for the rest of its paragraph', () => {
    const text = '(whispering) Two three. Four five.\n\nSix. (fast) Seven.';
    const said = narrate(text, { tags: 'parenthesis', minChunkLength: 20 });
    expect(said.map(manner)).toEqual([
      ['Two three. Four five.', 'whispers', 'level', 0.94],
      ['Six. (fast) Seven.', 1],
    ]);
  });

  it('replaces a style with the next one, and joins those in a row', () => {
    const said = narrate('[sad] [whispering][laughing] One, [calm] two.');
    expect(said.map(manner)).toEqual([
      ['', 'laugh', 'whispers', 'level', expect.closeTo(0.84 * 0.94, 5)],
      ['One,', 'whispers', 'level', expect.closeTo(0.84 * 0.94, 5)],
      ['two.', 'level', 0.86],
    ]);
  });

  it('forgets the style when somebody else speaks', () => {
    const said = narrate('[whispering] One <|speaker:1|>two <|speaker:0|>three.');
    expect(said.map(({ whispers }) => whispers ?? false)).toEqual([true, false, false]);
  });

  it('keeps a style over the cuts of a long sentence', () => {
    const long = `[whispering] ${'word '.repeat(40)}end. Next.`;
    const said = narrate(long, { chunkLength: 100 });
    expect(said.map(({ whispers }) => whispers ?? false)).toEqual([true, true, true, false]);
  });

  it('makes sounds and pauses where they stand, and the same sound twice in a row once', () => {
    const said = narrate('One [laugh][laugh] two [break] three. [long-break][sigh] [laugh]');
    const shown = said.map(({ text, effect, pauseAfterMs }) => [text, effect ?? Math.round(pauseAfterMs)]);
    expect(shown).toEqual([
      ['One', 30],
      ['', 'laugh'],
      ['two', 30],
      ['', 350],
      ['three.', 250],
      ['', 1_000],
      ['', 'sigh'],
      ['', 'laugh'],
    ]);
    for (const utterance of said) expect(() => Utterance.parse(utterance)).not.toThrow();
  });

  it('does not name the marks that a cue cuts off', () => {
    expect(narrate('Hello [laughs]! Good.').map(({ text }) => text)).toEqual(['Hello', '', 'Good.']);
  });

  it('reads cues aloud that are not of the model', () => {
    expect(narrate('(sad) One.').map(({ text }) => text)).toEqual(['(sad) One.']);
    expect(narrate('[sad] One.', { tags: 'parenthesis' }).map(({ text }) => text)).toEqual(['[sad] One.']);
  });

  it('gives phonemes to who takes them, as a word that others read nearly right', () => {
    const [utterance] = narrate('I <|phoneme_start|>R EH1 D<|phoneme_end|> 3 books.', { normalize: true });
    const pronunciation = utterance?.pronunciations?.[0];
    expect(utterance?.text).toMatch(/^I rehd /);
    expect(pronunciation).toEqual({ textStart: 2, textEnd: 6, arpabet: ['R', 'EH1', 'D'] });
  });

  it('finds the words of phonemes behind what is written out, and leaves them as they are', () => {
    const english = 'It cost $5 to <|phoneme_start|>R IY1 D<|phoneme_end|>.';
    const [paid] = narrate(english);
    const { textStart = 0, textEnd = 0 } = paid?.pronunciations?.[0] ?? {};
    expect(paid?.text.slice(textStart, textEnd)).toBe('reed');
    const chinese = '我去<|phoneme_start|>chong2<|phoneme_end|><|phoneme_start|>qing4<|phoneme_end|>。';
    const said = narrate(chinese);
    expect(said.map(({ text, language }) => [text, language])).toEqual([['我去 chong2 qing4。', 'zh']]);
    expect(narrate('<|phoneme_start|>ha0shi1<|phoneme_end|>です。')[0]?.text).toBe('はしです。');
  });

  it('knows what part of the text everything stands for', () => {
    const text = 'One [sad] two <|phoneme_start|>R EH1 D<|phoneme_end|> three. [laughs] Four [singing] five.';
    const passages = passagesOf(text);
    const sources = passages.map(({ source }) => text.slice(source.start, source.end));
    expect(sources).toEqual([
      'One',
      'two <|phoneme_start|>R EH1 D<|phoneme_end|> three.',
      '[laughs]',
      'Four [singing] five.',
    ]);
    for (const { utterance, sourceOf } of passages) {
      for (const word of utterance.text.matchAll(/\p{L}+/gu)) {
        const { start, end } = sourceOf({ start: word.index, end: word.index + word[0].length });
        const source = word[0] === 'rehd' ? '<|phoneme_start|>R EH1 D<|phoneme_end|>' : word[0];
        expect(text.slice(start, end)).toBe(source);
      }
    }
  });

  it('says all words of any text and no others, in order, whatever the cues and however it is torn', () => {
    const fragment = fc.constantFrom(
      ...['one ', 'two. ', 'three, ', 'four! ', 'five\n\n', '你好。', 'six'],
      ...['[sad] ', '[laugh]', '[very happy, whispering]', '[break]', '[singing]', '[1]', '[', '] ', '!'],
      ...['<|speaker:1|>', '<|phoneme_start|>R EH1 D<|phoneme_end|> ', '<|phoneme_end|>'],
    );
    const wordsOf = (text: string) => text.match(/\p{L}+/gu) ?? [];
    fc.assert(
      fc.property(fc.array(fragment, { maxLength: 40 }), fc.boolean(), (fragments, earlyStart) => {
        const text = fragments.join('');
        const spoken = text
          .replace(/<\|phoneme_start\|>R EH1 D<\|phoneme_end\|>/g, 'rehd')
          .replace(/<\|[^<>]*\|>|\[(?:sad|laugh|very happy, whispering|break|singing)\]/g, ' ');
        const said = narrate(text, { earlyStart, normalize: false });
        expect(said.flatMap((utterance) => wordsOf(utterance.text)).join('')).toBe(wordsOf(spoken).join(''));
        const narrator = narratorWith({ earlyStart, normalize: false });
        const torn = [...text].flatMap((piece) => narrator.push(piece));
        expect([...torn, ...narrator.flush()].map(({ utterance }) => utterance)).toEqual(said);
      }),
      { numRuns: 300 },
    );
  });
});
