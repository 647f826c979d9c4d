import { describe, expect, it } from 'vitest';
import type { WireError } from './error.ts';
import { parseInput } from './validation.ts';
import { CreateVoice, ListVoicesQuery, UpdateVoice, voiceLimits } from './voice.ts';

const audio = Uint8Array.of(1, 2, 3);
const smallest = { type: 'tts', title: 'Ada', train_mode: 'fast', voices: [audio] };
const create = (fields: object) => parseInput(CreateVoice, { ...smallest, ...fields }, 'body');
const update = (fields: object) => parseInput(UpdateVoice, fields, 'body');

function issuesOf(work: () => unknown) {
  try {
    work();
  } catch (error) {
    return (error as WireError).issues;
  }
  throw new Error('was not refused');
}

describe('A voice to make', () => {
  it('is public and cleaned of noise unless said otherwise', () => {
    const usual = {
      ...{ type: 'tts', title: 'Ada', train_mode: 'fast', voices: [audio], texts: [''] },
      ...{ visibility: 'public', description: '', cover_image: null, tags: [] },
      ...{ enhance_audio_quality: true, generate_sample: false },
    };
    expect(create({})).toEqual(usual);
    const nulls = { visibility: null, description: null, cover_image: null, texts: null, tags: null };
    expect(create({ ...nulls, enhance_audio_quality: null, generate_sample: null })).toEqual(usual);
  });

  it.each(['type', 'title', 'train_mode', 'voices'])('needs its %s', (name) => {
    const issues = issuesOf(() => create({ [name]: undefined }));
    expect(issues).toMatchObject([{ loc: ['body', name], type: 'missing' }]);
  });

  it('has one recording or several, as bytes or as Base64', () => {
    expect(create({ voices: audio }).voices).toEqual([audio]);
    expect(create({ voices: 'AQID' }).voices).toEqual([audio]);
    expect(create({ voices: ['AQID', audio] }).voices).toEqual([audio, audio]);
    expect(create({ voices: Array(voiceLimits.recordings).fill(audio) }).voices).toHaveLength(20);
  });

  it.each([
    [[], 'too_short', ['body', 'voices']],
    [Array(21).fill(audio), 'too_long', ['body', 'voices']],
    [[audio, 'not Base64!'], 'base64_decode', ['body', 'voices', 1]],
    [[new Uint8Array(0)], 'bytes_too_short', ['body', 'voices', 0]],
    [new Uint8Array(voiceLimits.recordingBytes + 1), 'bytes_too_long', ['body', 'voices']],
    [7, 'bytes_type', ['body', 'voices']],
    [undefined, 'missing', ['body', 'voices']],
  ])('is refused with the recordings of case %#', (voices, type, loc) => {
    expect(issuesOf(() => create({ voices }))).toMatchObject([{ loc, type }]);
  });

  it('has tags in a list, joined by commas, or both', () => {
    for (const tags of [['a', 'b c'], 'a,b c', ['a,b c'], ['a', 'a, b c ,,'], ' a ,b c']) {
      expect(create({ tags }).tags, JSON.stringify(tags)).toEqual(['a', 'b c']);
    }
    for (const tags of ['', [], [''], ',']) expect(create({ tags }).tags).toEqual([]);
    const many = Array.from({ length: 33 }, (_, i) => `t${i}`);
    expect(create({ tags: many.slice(1).join() }).tags).toHaveLength(32);
    for (const tags of [
      many,
      many.join(),
      [many.slice(0, 20).join(), many.slice(20).join()],
      'a'.repeat(65),
      'a\nb',
    ])
      expect(issuesOf(() => create({ tags }))).toMatchObject([{ loc: expect.arrayContaining(['tags']) }]);
  });

  it.each([
    ['a text for each', ['one', 'two, with comma'], 2, ['one', 'two, with comma']],
    ['one text for one recording, commas and all', 'a, b, c', 1, ['a, b, c']],
    ['two texts that are joined', 'one, two', 2, ['one', 'two']],
    ['joined texts with commas of their own', 'one, with comma,two', 2, ['', '']],
    ['fewer texts than recordings', ['one', 'two'], 3, ['', '', '']],
    ['more texts than recordings', ['one', 'two'], 1, ['']],
    ['no text', undefined, 2, ['', '']],
    ['an empty text', '', 2, ['', '']],
  ])('has %s', (_, texts, recordings, expected) => {
    expect(create({ texts, voices: Array(recordings).fill(audio) }).texts).toEqual(expected);
  });

  it('may be unlisted by two names', () => {
    expect(
      ['public', 'unlist', 'unlisted', 'private'].map((visibility) => create({ visibility }).visibility),
    ).toEqual([...['public', 'unlist', 'unlist', 'private']]);
    expect(issuesOf(() => create({ visibility: 'secret' }))).toMatchObject([{ type: 'literal_error' }]);
  });

  it('has flags that may be words, as in forms', () => {
    const flagsOf = (word: unknown) => create({ enhance_audio_quality: word }).enhance_audio_quality;
    expect([true, 'true', 'True', '1'].map(flagsOf)).toEqual([true, true, true, true]);
    expect([false, 'false', 'False', '0'].map(flagsOf)).toEqual([false, false, false, false]);
    for (const word of ['yes', 1, 'TRUE', '']) expect(issuesOf(() => flagsOf(word))).toHaveLength(1);
  });

  it('has no picture where a form has an empty one', () => {
    expect(create({ cover_image: '' }).cover_image).toBeNull();
    expect(create({ cover_image: new Uint8Array(0) }).cover_image).toBeNull();
    expect(create({ cover_image: 'AQID' }).cover_image).toEqual(audio);
    const large = new Uint8Array(voiceLimits.coverBytes + 1);
    expect(issuesOf(() => create({ cover_image: large }))).toMatchObject([
      { loc: ['body', 'cover_image'], type: 'bytes_too_long' },
    ]);
  });

  it.each(['', 'x'.repeat(201), 'two\nlines', '\0', '\ud800'])('may not be called %j', (title) => {
    expect(issuesOf(() => create({ title }))).toMatchObject([{ loc: ['body', 'title'] }]);
  });

  it('has a description of several lines, without what databases cannot keep', () => {
    expect(create({ description: 'two\nlines 🐟' }).description).toBe('two\nlines 🐟');
    expect(create({ description: 'two\r\nlines' }).description).toBe('two\nlines');
    for (const description of ['\0', '\ud800', 'x'.repeat(2_001)])
      expect(issuesOf(() => create({ description }))).toHaveLength(1);
  });
});

describe('A change of a voice', () => {
  it('leaves alone what is not given', () => {
    const nothing = { title: undefined, description: undefined, visibility: undefined, tags: undefined };
    expect(update({})).toEqual({ ...nothing, cover_image: undefined });
    expect(update({ title: null, tags: null, cover_image: '' })).toEqual({
      ...nothing,
      cover_image: undefined,
    });
  });

  it('may empty the tags and the description', () => {
    expect(update({ tags: [] }).tags).toEqual([]);
    expect(update({ tags: '' }).tags).toEqual([]);
    expect(update({ description: '' }).description).toBe('');
  });

  it('keeps the limits of a new one', () => {
    for (const change of [{ title: '' }, { visibility: 'secret' }, { tags: 7 }, { cover_image: 7 }])
      expect(issuesOf(() => update(change))).toHaveLength(1);
  });
});

describe('A list of voices', () => {
  const query = (fields: object) => parseInput(ListVoicesQuery, fields, 'query');

  it('is of all public ones, unless said otherwise', () => {
    expect(query({ title: '', tag: '', self: '', author_id: '', sort_by: '' })).toEqual({
      ...{ page_size: 10, page_number: 1, title: undefined, author_id: undefined, self: false },
      ...{ tag: [], language: [], title_language: [], sort_by: 'score' },
    });
  });

  it('takes tags and languages once, repeated or joined', () => {
    expect(query({ tag: 'a' }).tag).toEqual(['a']);
    expect(query({ tag: ['a', 'b'], language: 'en,ja' })).toMatchObject({
      tag: ['a', 'b'],
      language: ['en', 'ja'],
    });
  });

  it.each([
    { sort_by: 'random' },
    { author_id: 'me' },
    { title: 'x'.repeat(201) },
    { title: '\0' },
    { tag: Array.from({ length: 21 }, (_, i) => `t${i}`) },
    { page_size: '101' },
  ])('is refused for %j', (fields) => {
    expect(issuesOf(() => query(fields))).toHaveLength(1);
  });
});
