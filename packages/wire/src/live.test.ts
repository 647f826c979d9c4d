import { decode } from '@msgpack/msgpack';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { WireError } from './error.ts';
import { closeCodes, decodeClientFrame, encodeServerFrame, liveLimits } from './live.ts';
import { encodeMessagePack } from './messagepack.ts';
import { parseTtsRequest, type TtsRequest } from './tts.ts';

const receive = (frame: unknown) => decodeClientFrame(encodeMessagePack(frame));
const refusal = (code: string) => expect.objectContaining({ name: 'WireError', code });

const start = (request: object = {}, frame: object = {}) =>
  receive({ event: 'start', request, ...frame }) as { request: TtsRequest; debug: boolean };

describe('client frames', () => {
  it('reads a start frame as the body of POST /v1/tts', () => {
    const request = { text: 'Hello.', format: 'opus', opus_bitrate: 32, prosody: { speed: 1.2 } };
    expect(receive({ event: 'start', request })).toEqual({
      event: 'start',
      request: parseTtsRequest(request, 's2.1-pro'),
      debug: false,
    });
  });

  it.each([{}, { text: null }, { text: '' }])(
    'takes %j for a session that begins without text',
    (request) => {
      expect(start(request).request.text).toBe('');
    },
  );

  it('finds debug beside the request and inside it', () => {
    expect(start({}, { debug: true }).debug).toBe(true);
    expect(start({ debug: true }).debug).toBe(true);
    expect(start({ debug: null }, { debug: null }).debug).toBe(false);
  });

  it('reads the audio of references as bytes', () => {
    const references = [{ audio: Buffer.from([1, 2, 3]), text: 'Hi.' }];
    expect(start({ references }).request.references).toEqual([
      { audio: Uint8Array.of(1, 2, 3), text: 'Hi.' },
    ]);
    expect(start({ references: [{ audio: {}, text: 'Hi.' }] }).request.references).toEqual([]);
  });

  it('reads text as it is, flush and stop, without fields it does not know', () => {
    expect(receive({ event: 'text', text: ' and ', id: 7 })).toEqual({ event: 'text', text: ' and ' });
    expect(receive({ event: 'text', text: '' })).toEqual({ event: 'text', text: '' });
    expect(receive({ event: 'flush', text: 7 })).toEqual({ event: 'flush' });
    expect(receive({ event: 'stop' })).toEqual({ event: 'stop' });
  });

  it('passes over events it does not know', () => {
    expect(receive({ event: 'ping', text: 7 })).toBeNull();
    expect(receive({ event: 'constructor' })).toBeNull();
  });

  it.each([
    ['a list', [], ['frame'], 'dict_type'],
    ['nil', null, ['frame'], 'dict_type'],
    ['a map without event', { text: 'a' }, ['frame', 'event'], 'missing'],
    ['an event that is a number', { event: 1 }, ['frame', 'event'], 'string_type'],
    ['text without text', { event: 'text' }, ['frame', 'text'], 'missing'],
    ['text with bytes', { event: 'text', text: Uint8Array.of(1) }, ['frame', 'text'], 'string_type'],
    ['start without request', { event: 'start' }, ['frame', 'request'], 'missing'],
    ['start with a list', { event: 'start', request: [] }, ['frame', 'request'], 'dict_type'],
    [
      'start out of range',
      { event: 'start', request: { top_p: 2 } },
      ['frame', 'request', 'top_p'],
      'less_than_equal',
    ],
    [
      'start with a loud debug',
      { event: 'start', request: {}, debug: 'yes' },
      ['frame', 'debug'],
      'bool_type',
    ],
  ])('refuses %s and says where', (_, frame, loc, type) => {
    expect(() => receive(frame)).toThrowError(
      expect.objectContaining({
        code: 'invalid',
        issues: [expect.objectContaining({ loc, type, in: 'frame' })],
      }),
    );
  });

  it('refuses what is not MessagePack', () => {
    expect(() => decodeClientFrame(Buffer.from('{"event":"stop"}'))).toThrowError(refusal('malformed'));
  });

  it('limits the size of frames, and lets only start frames be large', () => {
    expect(receive({ event: 'text', text: 'a'.repeat(64 * 1024) })).not.toBeNull();
    expect(() => receive({ event: 'text', text: 'a'.repeat(64 * 1024 + 64) })).toThrowError(
      refusal('too_large'),
    );
    expect(() => receive({ event: 'ping', payload: new Uint8Array(70_000) })).toThrowError(
      refusal('too_large'),
    );
    const audio = new Uint8Array(1_000_000);
    expect(start({ references: [{ audio, text: '' }] }).request.references).toHaveLength(1);
    expect(() => decodeClientFrame(new Uint8Array(liveLimits.startFrameBytes + 1))).toThrowError(
      refusal('too_large'),
    );
  });
});

describe('server frames', () => {
  it('writes audio as a byte string, which other decoders read', () => {
    const bytes = encodeServerFrame({ event: 'audio', audio: Buffer.from([1, 2, 3]), time: 3.012 });
    expect(decode(bytes)).toEqual({ event: 'audio', audio: Uint8Array.of(1, 2, 3), time: 3.012 });
  });

  it('writes finish without a message unless there is one', () => {
    expect(decode(encodeServerFrame({ event: 'finish', reason: 'stop', message: undefined }))).toEqual({
      event: 'finish',
      reason: 'stop',
    });
    const failed = { event: 'finish', reason: 'error', message: 'No capacity' } as const;
    expect(decode(encodeServerFrame(failed))).toEqual(failed);
  });

  it('writes log', () => {
    expect(decode(encodeServerFrame({ event: 'log', message: 'hi' }))).toEqual({
      event: 'log',
      message: 'hi',
    });
  });

  it('keeps the largest audio frame under 1 MiB', () => {
    const audio = new Uint8Array(liveLimits.audioBytes.max);
    expect(encodeServerFrame({ event: 'audio', audio, time: 0.1 }).length).toBeLessThan(1024 * 1024);
  });

  it('closes with each code for one reason', () => {
    const codes = Object.values(closeCodes).map(({ code }) => code);
    expect(codes.toSorted()).toEqual([1000, 1001, 1003, 1007, 1008, 1009, 1011, 1013, 3003]);
  });
});

describe('hostile bytes', () => {
  const seeds = [
    { event: 'text', text: 'Hello world ' },
    { event: 'stop' },
    {
      event: 'start',
      debug: true,
      request: {
        text: 'Hello.',
        reference_id: ['a', 'b'],
        references: [[{ audio: new Uint8Array(8), text: 'Hi.' }], []],
        temperature: 0.5,
        prosody: { speed: 1.5, volume: 3 },
        format: 'opus',
        opus_bitrate: 32,
        features: ['quality-guard'],
      },
    },
  ].map((frame) => encodeMessagePack(frame));

  const mutation = fc.record({
    at: fc.nat(),
    byte: fc.integer({ min: 0, max: 255 }),
    kind: fc.constantFrom('set', 'cut', 'add'),
  });
  const mutated = fc
    .tuple(fc.constantFrom(...seeds), fc.array(mutation, { minLength: 1, maxLength: 6 }))
    .map(([seed, mutations]) => {
      const bytes = [...seed];
      for (const { at, byte, kind } of mutations) {
        const position = at % (bytes.length + 1);
        if (kind === 'set') bytes[position] = byte;
        else if (kind === 'add') bytes.splice(position, 0, byte);
        else bytes.splice(position, 1);
      }
      return Uint8Array.from(bytes);
    });

  it('give a frame, null or the typed error', () => {
    const outcomes = new Set<string>();
    fc.assert(
      fc.property(mutated, (bytes) => {
        try {
          outcomes.add(decodeClientFrame(bytes)?.event ?? 'null');
        } catch (error) {
          if (!WireError.isInstance(error)) throw error;
          expect(error.issues.length > 0).toBe(error.code === 'invalid');
          outcomes.add(error.code);
        }
      }),
      { seed: 3, numRuns: 20_000 },
    );
    // The mutations reach every branch, so the property says something about each.
    expect([...outcomes].toSorted()).toEqual(['invalid', 'malformed', 'null', 'start', 'stop', 'text']);
  });

  it('give requests within their ranges', () => {
    fc.assert(
      fc.property(mutated, (bytes) => {
        let frame: ReturnType<typeof decodeClientFrame>;
        try {
          frame = decodeClientFrame(bytes);
        } catch {
          return;
        }
        if (frame?.event !== 'start') return;
        const { prosody, temperature, sample_rate } = frame.request;
        expect(prosody.speed >= 0.5 && prosody.speed <= 2).toBe(true);
        expect(temperature >= 0 && temperature <= 1).toBe(true);
        expect(Number.isInteger(sample_rate)).toBe(true);
      }),
      { seed: 4, numRuns: 20_000 },
    );
  });
});
