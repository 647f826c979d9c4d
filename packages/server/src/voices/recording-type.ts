import type { RecordingMediaType } from '@shoal/wire';

const latin1 = new TextDecoder('latin1');

/** What kind of audio file this is, by its first bytes; its name and what the client says of it do not count. */
export function recordingType(file: Uint8Array): RecordingMediaType {
  const text = (start: number, end: number) => latin1.decode(file.subarray(start, end));
  const [first = 0, second = 0] = file;
  if (text(0, 4) === 'RIFF' && text(8, 12) === 'WAVE') return 'audio/wav';
  if (text(0, 4) === 'OggS') return 'audio/ogg';
  if (text(0, 4) === 'fLaC') return 'audio/flac';
  if (text(4, 8) === 'ftyp') return 'audio/mp4';
  // EBML (RFC 8794 §11.2.1).
  if (text(0, 4) === '\x1aEß£') return 'audio/webm';
  if (text(0, 3) === 'ID3') return 'audio/mpeg';
  if (first !== 0xff) return 'application/octet-stream';
  // ADTS has the layer 0, which MPEG audio never has (ISO/IEC 13818-7 §6.2, 11172-3 §2.4.2.3).
  if ((second & 0xf6) === 0xf0) return 'audio/aac';
  return (second & 0xe0) === 0xe0 && (second & 0x06) !== 0 ? 'audio/mpeg' : 'application/octet-stream';
}
