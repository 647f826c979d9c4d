import { describe, expect, it } from 'vitest';
import { WireError } from './error.ts';
import type { Model } from './model.ts';
import type { ValidationIssue } from './problem.ts';
import { audioFormats, parseTtsRequest, sampleRates, textLimitBytes } from './tts.ts';

const request = (fields: object = {}, model: Model = 's2.1-pro') =>
  parseTtsRequest({ text: 'Hello.', ...fields }, model);

function issuesOf(run: () => unknown): readonly ValidationIssue[] {
  try {
    run();
  } catch (error) {
    if (WireError.isInstance(error) && error.code === 'invalid') return error.issues;
    throw error;
  }
  throw new Error('was accepted');
}

const defaults = {
  text: 'Hello.',
  reference_id: null,
  references: [],
  temperature: 0.7,
  top_p: 0.7,
  prosody: { speed: 1, volume: 0, normalize_loudness: true },
  chunk_length: 300,
  min_chunk_length: 50,
  normalize: true,
  format: 'mp3',
  sample_rate: 44_100,
  mp3_bitrate: 128,
  opus_bitrate: 'auto',
  latency: 'normal',
  max_new_tokens: 1024,
  repetition_penalty: 1.2,
  condition_on_previous_chunks: true,
  early_stop_threshold: 1,
  features: [],
};

describe('defaults', () => {
  it('fills every field that is left out', () => {
    expect(request()).toEqual(defaults);
  });

  it('takes null for left out, on every optional field', () => {
    const { text: _, ...optional } = defaults;
    const nulls = Object.fromEntries(Object.keys(optional).map((name) => [name, null]));
    expect(request(nulls)).toEqual(defaults);
    const prosody = { speed: null, volume: null, normalize_loudness: undefined };
    expect(request({ prosody })).toEqual(defaults);
  });

  it('takes a part of the prosody alone', () => {
    expect(request({ prosody: { speed: 1.5 } }).prosody).toEqual({ ...defaults.prosody, speed: 1.5 });
  });

  it('gives each request a prosody and features of its own', () => {
    expect(request().prosody).not.toBe(request().prosody);
    expect(request().features).not.toBe(request().features);
  });

  it('ignores fields it does not know', () => {
    expect(request({ seed: 7, debug: true })).toEqual(defaults);
  });

  it('is not reached through prototypes', () => {
    const body = JSON.parse(
      '{"text":"a","__proto__":{"temperature":0.1},"constructor":{"prototype":{"x":1}}}',
    );
    expect(parseTtsRequest(body, 's1')).toEqual({ ...defaults, text: 'a' });
    expect(({} as { x?: number }).x).toBeUndefined();
  });
});

describe('ranges', () => {
  it.each([
    ['temperature', 0, 1],
    ['top_p', 0, 1],
    ['chunk_length', 100, 300],
    ['min_chunk_length', 0, 100],
    ['early_stop_threshold', 0, 1],
    ['max_new_tokens', 1, 1_000_000],
    ['repetition_penalty', 0, 10],
  ])('keeps %s between %d and %d, both included', (name, low, high) => {
    expect(request({ [name]: low })).toHaveProperty(name, low);
    expect(request({ [name]: high })).toHaveProperty(name, high);
    expect(issuesOf(() => request({ [name]: low - 1 }))).toEqual([
      {
        loc: ['body', name],
        type: 'greater_than_equal',
        msg: `Input should be greater than or equal to ${low}`,
        ctx: { ge: low },
        in: 'body',
      },
    ]);
    expect(issuesOf(() => request({ [name]: high + 1 }))).toEqual([
      {
        loc: ['body', name],
        type: 'less_than_equal',
        msg: `Input should be less than or equal to ${high}`,
        ctx: { le: high },
        in: 'body',
      },
    ]);
  });

  it.each([
    ['speed', 0.5, 2],
    ['volume', -20, 20],
  ])('keeps prosody.%s between %d and %d', (name, low, high) => {
    expect(request({ prosody: { [name]: low } }).prosody).toHaveProperty(name, low);
    expect(request({ prosody: { [name]: high } }).prosody).toHaveProperty(name, high);
    for (const value of [low - 0.1, high + 0.1]) {
      expect(issuesOf(() => request({ prosody: { [name]: value } }))[0]?.loc).toEqual([
        'body',
        'prosody',
        name,
      ]);
    }
  });

  it.each([
    ['temperature', Number.NaN, 'finite_number'],
    ['temperature', Number.POSITIVE_INFINITY, 'finite_number'],
    ['temperature', '0.7', 'float_type'],
    ['temperature', 1n, 'float_type'],
    ['chunk_length', 200.5, 'int_from_float'],
    ['chunk_length', Number.NaN, 'finite_number'],
    ['chunk_length', '200', 'float_type'],
    ['normalize', 1, 'bool_type'],
    ['format', 'flac', 'literal_error'],
    ['latency', ['low'], 'literal_error'],
    ['features', 'quality-guard', 'list_type'],
    ['features', [1], 'string_type'],
    ['prosody', 'fast', 'dict_type'],
    ['reference_id', 7, 'string_type'],
    ['reference_id', ['a', 7], 'string_type'],
    ['text', null, 'string_type'],
    ['text', undefined, 'missing'],
  ])('refuses %s: %s as %s', (name, value, type) => {
    const [issue] = issuesOf(() => request({ [name]: value }));
    expect(issue?.type).toBe(type);
    expect(issue?.loc.slice(0, 2)).toEqual(['body', name]);
  });

  it.each([[null], ['text'], [[]], [7]])('refuses the body %j', (body) => {
    expect(issuesOf(() => parseTtsRequest(body, 's1'))).toMatchObject([{ loc: ['body'], type: 'dict_type' }]);
  });

  it('reports all fields that do not fit', () => {
    const issues = issuesOf(() => parseTtsRequest({ temperature: 2, top_p: -1 }, 's1'));
    expect(issues.map(({ loc }) => loc[1])).toEqual(['text', 'temperature', 'top_p']);
  });

  it('never quotes what was sent', () => {
    const secret = 'attack at dawn';
    const body = {
      text: 1,
      format: secret,
      latency: secret,
      reference_id: { [secret]: secret },
      prosody: secret,
    };
    expect(JSON.stringify(issuesOf(() => parseTtsRequest(body, 's1')))).not.toContain(secret);
  });
});

describe('text', () => {
  it('may be empty, and may hold lone surrogates', () => {
    expect(request({ text: '' }).text).toBe('');
    expect(request({ text: 'a\ud800b' }).text).toBe('a\ud800b');
  });

  it('is limited by its bytes of UTF-8, not its characters', () => {
    expect(request({ text: 'a'.repeat(textLimitBytes) }).text).toHaveLength(textLimitBytes);
    expect(request({ text: 'é'.repeat(textLimitBytes / 2) }).text).toHaveLength(textLimitBytes / 2);
    for (const text of ['a'.repeat(textLimitBytes + 1), 'é'.repeat(textLimitBytes / 2 + 1)]) {
      expect(issuesOf(() => request({ text }))).toMatchObject([
        { loc: ['body', 'text'], type: 'string_too_long', ctx: { max_length: textLimitBytes } },
      ]);
    }
  });
});

describe('audio format', () => {
  it.each(audioFormats)('takes exactly the sample rates of %s', (format) => {
    const every = new Set(Object.values(sampleRates).flat());
    const rates: readonly number[] = sampleRates[format];
    expect(request({ format }).sample_rate).toBe(rates[0]);
    for (const rate of every) {
      if (rates.includes(rate)) {
        expect(request({ format, sample_rate: rate }).sample_rate).toBe(rate);
      } else {
        expect(issuesOf(() => request({ format, sample_rate: rate }))).toMatchObject([
          { loc: ['body', 'sample_rate'], type: 'literal_error', ctx: { expected: rates.join(', ') } },
        ]);
      }
    }
  });

  it('refuses a sample rate that no format has', () => {
    expect(issuesOf(() => request({ sample_rate: 123 }))[0]?.loc).toEqual(['body', 'sample_rate']);
  });

  it('takes Opus bit rates in either unit and gives bit/s', () => {
    const bitrate = (opus_bitrate: unknown) => request({ format: 'opus', opus_bitrate }).opus_bitrate;
    expect([24, 32, 48, 64].map(bitrate)).toEqual([24_000, 32_000, 48_000, 64_000]);
    expect([24_000, 32_000, 48_000, 64_000].map(bitrate)).toEqual([24_000, 32_000, 48_000, 64_000]);
    expect(bitrate(-1000)).toBe('auto');
  });

  it('refuses a bit rate that the wanted format does not have', () => {
    expect(issuesOf(() => request({ mp3_bitrate: 96 }))).toMatchObject([
      { loc: ['body', 'mp3_bitrate'], type: 'literal_error', ctx: { expected: '64, 128 or 192' } },
    ]);
    expect(issuesOf(() => request({ format: 'opus', opus_bitrate: 96 }))[0]?.loc).toEqual([
      'body',
      'opus_bitrate',
    ]);
  });

  it('ignores bit rates for other formats, even impossible ones', () => {
    expect(request({ opus_bitrate: 'loud' })).toEqual(defaults);
    expect(request({ format: null, opus_bitrate: 32 })).toEqual(defaults);
    expect(request({ format: 'opus', mp3_bitrate: 7 }).mp3_bitrate).toBe(128);
    expect(request({ format: 'wav', mp3_bitrate: 7, opus_bitrate: 7 }).format).toBe('wav');
  });
});

describe('voices', () => {
  it('takes one id or several, and an empty one for none', () => {
    expect(request({ reference_id: 'ana' }).reference_id).toBe('ana');
    expect(request({ reference_id: ['ana', 'ben'] }).reference_id).toEqual(['ana', 'ben']);
    expect(request({ reference_id: '' }).reference_id).toBeNull();
    expect(request({ reference_id: [] }).reference_id).toBeNull();
  });

  it.each(['s1', 's1-mini', 'speech-1.5', 'speech-1.6'] as const)('refuses a dialogue on %s', (model) => {
    const reference = { audio: new Uint8Array(4), text: 'Hi.' };
    for (const fields of [{ reference_id: ['ana'] }, { references: [[reference], [reference]] }]) {
      expect(issuesOf(() => request(fields, model))).toMatchObject([
        { loc: ['body', 'reference_id'], in: 'body' },
      ]);
    }
    expect(request({ reference_id: 'ana', references: [reference] }, model).reference_id).toBe('ana');
  });

  it('takes a dialogue on the S2 family', () => {
    for (const model of ['s2-pro', 's2.1-pro', 's2.1-pro-free'] as const) {
      expect(request({ reference_id: ['ana', 'ben'] }, model).reference_id).toHaveLength(2);
    }
  });
});
