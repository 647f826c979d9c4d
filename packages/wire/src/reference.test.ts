import { expect, it } from 'vitest';
import { decodeBody } from './codec.ts';
import { encodeMessagePack } from './messagepack.ts';
import { referenceLimits } from './reference.ts';
import { parseTtsRequest } from './tts.ts';

const audio = Uint8Array.of(0, 127, 128, 255);
const reference = { audio, text: 'Hi.' };

const parsed = (references: unknown) =>
  parseTtsRequest({ text: 'Hello.', references }, 's2.1-pro').references;
const refusal = (issue: object) => expect.objectContaining({ issues: [expect.objectContaining(issue)] });

it('come as bytes in MessagePack', () => {
  const sent = encodeMessagePack({ text: 'Hello.', references: [reference] });
  const body = decodeBody('application/msgpack', sent);
  expect(parseTtsRequest(body, 's1').references).toEqual([reference]);
});

it.each(['AH+A/w==', 'AH+A/w', 'AH+A\n/w==\n'])(
  'come as Base64 in JSON, padded, unpadded or wrapped: %j',
  (text) => {
    expect(parsed([{ audio: text, text: 'Hi.' }])).toEqual([reference]);
  },
);

it('come as a list for each speaker', () => {
  const references = [[reference], [reference, reference], []];
  expect(parsed(references)).toEqual(references);
});

it('are dropped where their audio is an empty map', () => {
  const lost = { audio: {}, text: 'Hi.' };
  expect(parsed([lost, reference])).toEqual([reference]);
  expect(parsed([[lost], [reference]])).toEqual([[], [reference]]);
});

it.each([
  ['a letter outside the alphabet', 'AH+A_w==', 'base64_decode'],
  ['an impossible length', 'AAAAA', 'base64_decode'],
  ['no bytes', new Uint8Array(0), 'bytes_too_short'],
  ['no text', '', 'bytes_too_short'],
  ['null', null, 'bytes_type'],
  ['nothing', undefined, 'missing'],
  ['a map', { type: 'Buffer' }, 'bytes_type'],
  ['a date', new Date(0), 'bytes_type'],
  ['too many bytes', new Uint8Array(referenceLimits.audioBytes + 1), 'bytes_too_long'],
])('are refused with %s for audio', (_, value, type) => {
  const references = [reference, { audio: value, text: 'Hi.' }];
  const loc = ['body', 'references', 1, 'audio'];
  expect(() => parsed(references)).toThrowError(refusal({ loc, type }));
  const nestedLoc = ['body', 'references', 1, 1, 'audio'];
  expect(() => parsed([[reference], references])).toThrowError(refusal({ loc: nestedLoc, type }));
});

it('are limited in number and size', () => {
  const { perSpeaker, speakers, audioBytes } = referenceLimits;
  const largest = { audio: new Uint8Array(audioBytes), text: '' };
  expect(parsed(Array(perSpeaker).fill(largest))).toHaveLength(perSpeaker);
  expect(parsed(Array(speakers).fill([reference]))).toHaveLength(speakers);
  for (const references of [
    Array(perSpeaker + 1).fill(reference),
    [Array(perSpeaker + 1).fill(reference)],
    Array(speakers + 1).fill([reference]),
  ]) {
    expect(() => parsed(references)).toThrowError(refusal({ type: 'too_long' }));
  }
});

it('need their text', () => {
  const loc = ['body', 'references', 0, 'text'];
  expect(() => parsed([{ audio }])).toThrowError(refusal({ loc, type: 'missing' }));
});

it('are all lists or none', () => {
  expect(() => parsed([reference, [reference]])).toThrowError(refusal({ in: 'body' }));
});
