import { encode } from '@msgpack/msgpack';
import { type HostileUpload, MEBIBYTE } from './upload.ts';

const voice = { type: 'tts', train_mode: 'fast', title: 'x' };
const text = 'Hi.';

/** MessagePack and JSON that are none, lie about their lengths, or hold something else than recordings. */
export function messageUploads(speech: Uint8Array): HostileUpload[] {
  const sound = encode({ ...voice, voices: [speech] });
  const packed: Record<string, Uint8Array<ArrayBuffer>> = {
    'cut in its middle': sound.slice(0, sound.length >> 1),
    'with something behind it': Uint8Array.from([...sound.subarray(0, 1_000), 0]),
    'of an array of 2³² values': Uint8Array.of(0xdd, 0xff, 0xff, 0xff, 0xff),
    'of bytes that are not there': Uint8Array.of(0x81, 0xa1, 0x61, 0xc6, 0xff, 0xff, 0xff, 0xff),
    'of a map in a map, 100,000 deep': new Uint8Array(100_000).fill(0x81),
    'of a million values': Uint8Array.of(0xdd, 0, 0x0f, 0x42, 0x40, ...new Uint8Array(100_000)),
    'of a type that there is not': Uint8Array.of(0xc1),
    'whose recordings are numbers': encode({ ...voice, voices: [1, 2, 3] }),
    'whose recordings are maps': encode({ ...voice, voices: [{ path: '/etc/passwd' }] }),
    'whose recording is too large': encode({ ...voice, voices: [new Uint8Array(21 * MEBIBYTE)] }),
  };
  const written: Record<string, object | string> = {
    'cut in its middle': JSON.stringify({ ...voice, voices: ['AAAA'] }).slice(0, 30),
    'nested 50,000 deep': '['.repeat(50_000) + ']'.repeat(50_000),
    'whose recording is no Base64': { ...voice, voices: ['not/base64!'] },
    'whose recording is an address': { ...voice, voices: ['https://example.org/me.wav'] },
    'whose recordings are lists of lists': { ...voice, voices: [[[['AAAA']]]] },
    'without recordings': { ...voice, voices: [] },
  };
  const inline: Record<string, object> = {
    'with a recording that is no bytes': { text, references: [{ audio: 1, text }] },
    'with a recording without its text': { text, references: [{ audio: speech }] },
    'with a recording that is too large': {
      text,
      references: [{ audio: new Uint8Array(21 * MEBIBYTE), text }],
    },
    'with recordings of 33 speakers': { text, references: Array(33).fill([{ audio: speech, text }]) },
    'with 21 recordings of a speaker': { text, references: Array(21).fill({ audio: speech, text }) },
    'with lists of lists of recordings': { text, references: [[[{ audio: speech, text }]]] },
    'with an empty recording': { text, references: [{ audio: new Uint8Array(0), text }] },
  };
  return [
    ...Object.entries(packed).map(([name, body]) =>
      refused(`MessagePack ${name}`, '/model', 'application/msgpack', body),
    ),
    ...Object.entries(written).map(([name, value]) => {
      const body = typeof value === 'string' ? value : JSON.stringify(value);
      return refused(`JSON ${name}`, '/model', 'application/json', new TextEncoder().encode(body));
    }),
    ...Object.entries(inline).map(([name, value]) =>
      refused(`speech ${name}`, '/v1/tts', 'application/msgpack', encode(value)),
    ),
  ];
}

function refused(
  name: string,
  path: HostileUpload['path'],
  type: string,
  body: Uint8Array<ArrayBuffer>,
): HostileUpload {
  return { name, path, headers: { 'Content-Type': type }, body, outcome: 'refused' };
}
