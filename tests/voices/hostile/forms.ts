import { field, file, formBody, formType, required } from './form-body.ts';
import type { HostileUpload } from './upload.ts';

const PATHS = ['../../../../etc/passwd', '/etc/passwd', '..\\..\\evil', 'a\0b', 'C:\\evil', '%2e%2e%2fevil'];
const NAMES = [...PATHS, 'x'.repeat(3_000), '🐟'.repeat(200), '.', '"; name="title', 'a\r\nX-Evil: 1', ''];

/** Forms that are none, that never end, or that are about something else. */
export function formUploads(speech: Uint8Array): HostileUpload[] {
  const recording = file('voices', speech);
  const sound = formBody(required, recording);
  const refused: [name: string, status: number, body: Uint8Array<ArrayBuffer>, type?: string][] = [
    ['without a boundary', 400, sound, 'multipart/form-data'],
    ['with another boundary', 400, sound, 'multipart/form-data; boundary=c'],
    ['with a boundary of 5,000 characters', 400, sound, `multipart/form-data; boundary=${'b'.repeat(5_000)}`],
    ['without an end', 400, sound.slice(0, -6)],
    ['that ends in the middle of a file', 400, sound.slice(0, sound.length >> 1)],
    ['that ends in the head of a part', 400, sound.slice(0, 30)],
    ['of no bytes', 400, new Uint8Array(0)],
    ['of nothing but its end', 422, formBody()],
    ['of thousands of fields', 413, formBody(field('tags', 'x').repeat(5_000), sound)],
    ['of thousands of files', 413, formBody(...Array<Buffer>(5_000).fill(file('voices', 'x')))],
    ['with a field of a megabyte', 413, formBody(field('description', 'x'.repeat(1_000_000)), sound)],
    ['that says it is JSON', 400, sound, 'application/json'],
    ['that says it is MessagePack', 400, sound, 'application/msgpack'],
    ['of another kind', 415, sound, 'multipart/mixed; boundary=b'],
    ['of thousands of pairs', 413, bytes('a=b&'.repeat(5_000)), 'application/x-www-form-urlencoded'],
    ['whose file is an address', 422, formBody(required, field('voices', 'file:///etc/passwd'))],
    ['whose title has a line end', 422, formBody(required, field('title', 'a\r\nb'), recording)],
    ['without a recording', 422, formBody(required)],
    ['with an empty recording', 422, formBody(required, file('voices', ''))],
    ['with twenty-one recordings', 422, formBody(required, ...Array<Buffer>(21).fill(file('voices', 'x')))],
  ];
  const harmless: [name: string, ...parts: (string | Uint8Array)[]][] = [
    ['with a name like a part of every object', field('__proto__', 'x') + field('constructor', 'y')],
    ['with a form within a field', field('other', '--c\r\n\r\nx\r\n--c--')],
    ['with a part that has no name', '--b\r\nContent-Disposition: form-data\r\n\r\nx\r\n'],
  ];
  return [
    ...refused.map(([name, status, body, type]) => upload(name, 'refused', body, { status, type })),
    ...harmless.map(([name, ...parts]) => upload(name, 'taken', formBody(required, recording, ...parts))),
    upload(
      'with a name of 50,000 characters',
      'either',
      formBody(field('n'.repeat(50_000), 'x'), required, recording),
    ),
    ...NAMES.map((fileName) =>
      upload(
        `with a file called ${JSON.stringify(fileName.slice(0, 30))}`,
        // What a name cannot hold ends the head of its part.
        /["\r]/.test(fileName) || fileName.length > 1_000 ? 'either' : 'taken',
        formBody(required, file('voices', speech, { fileName })),
      ),
    ),
  ];
}

function upload(
  name: string,
  outcome: HostileUpload['outcome'],
  body: Uint8Array<ArrayBuffer>,
  { status, type = formType }: { status?: number; type?: string | undefined } = {},
): HostileUpload {
  return {
    ...{ name: `a form ${name}`, path: '/model', headers: { 'Content-Type': type }, body, outcome },
    ...(status !== undefined && { status }),
  };
}

function bytes(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}
