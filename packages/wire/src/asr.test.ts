import { describe, expect, it } from 'vitest';
import { AsrRequest } from './asr.ts';
import { parseInput } from './validation.ts';

const audio = Uint8Array.of(1, 2, 3);
const parse = (fields: object) => parseInput(AsrRequest, { audio, ...fields }, 'body');
const largest = new Uint8Array(20 * 1024 * 1024);

describe('A request to write down a recording', () => {
  it('needs nothing but the recording', () => {
    expect(parse({})).toEqual({ audio, language: null, ignore_timestamps: true });
  });

  it('takes the recording as bytes of up to 20 MiB, and as Base64', () => {
    expect(parse({ audio: largest }).audio).toBe(largest);
    expect(parse({ audio: 'AQID' }).audio).toEqual(audio);
  });

  it.each([
    [false, false],
    ['false', false],
    ['False', false],
    ['0', false],
    [true, true],
    ['true', true],
    [null, true],
    [undefined, true],
  ])('takes %j for whether times are left out as %j', (ignore_timestamps, meant) => {
    expect(parse({ ignore_timestamps }).ignore_timestamps).toBe(meant);
  });

  it.each(['en', 'en-US', 'zho', '', 'Klingon'])('takes %j as a hint to the language', (language) => {
    expect(parse({ language }).language).toBe(language);
  });

  it('ignores fields that it does not know', () => {
    expect(parse({ model: 'whisper-1', temperature: 0 })).not.toHaveProperty('model');
  });

  it.each<[what: string, type: string, fields: { [Name in keyof AsrRequest]?: unknown }]>([
    ['no recording', 'missing', { audio: undefined }],
    ['null for a recording', 'bytes_type', { audio: null }],
    ['two recordings', 'bytes_type', { audio: [audio, audio] }],
    ['what is no Base64', 'base64_decode', { audio: '!' }],
    ['an empty recording', 'bytes_too_short', { audio: new Uint8Array(0) }],
    ['a recording that is too large', 'bytes_too_long', { audio: new Uint8Array(largest.length + 1) }],
    ['a number for a language', 'string_type', { language: 5 }],
    ['a language of many words', 'string_pattern_mismatch', { language: 'x'.repeat(65) }],
    ['what is neither yes nor no', 'literal_error', { ignore_timestamps: 'maybe' }],
  ])('refuses %s as %s', (_what, type, fields) => {
    expect(() => parse(fields)).toThrowError(
      expect.objectContaining({
        issues: [expect.objectContaining({ loc: ['body', ...Object.keys(fields)], type })],
      }),
    );
  });
});
