import { expect, it } from 'vitest';
import { recordingType } from './recording-type.ts';

const bytes = (text: string) => Buffer.from(text, 'latin1');

it.each([
  ['RIFF....WAVEfmt ', 'audio/wav'],
  ['OggS\0\x02', 'audio/ogg'],
  ['fLaC\0', 'audio/flac'],
  ['\0\0\0\x20ftypM4A ', 'audio/mp4'],
  ['\x1a\x45\xdf\xa3\x9f', 'audio/webm'],
  ['ID3\x04\0', 'audio/mpeg'],
  ['\xff\xfb\x90\x64', 'audio/mpeg'],
  ['\xff\xf3\x44\xc4', 'audio/mpeg'],
  ['\xff\xf1\x50\x80', 'audio/aac'],
  ['\xff\xf9\x50\x80', 'audio/aac'],
])('A file that begins with %j is %s', (start, expected) => {
  expect(recordingType(bytes(`${start}and more`))).toBe(expected);
});

it.each([
  '',
  'R',
  'RIFF....AVI ',
  '<html><script>',
  '<svg xmlns="',
  '\xff\xe0',
  '\xff',
  '%PDF-1.7',
  'GIF89a',
])('A file that begins with %j is of no known kind', (start) => {
  expect(recordingType(bytes(start))).toBe('application/octet-stream');
});
