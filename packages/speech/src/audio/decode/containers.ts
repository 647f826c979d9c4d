/** What a file is, by its first bytes. */
export type Container = 'wav' | 'mp3' | 'flac' | 'ogg' | 'matroska' | 'mp4' | 'aac' | 'aiff' | 'caf' | 'amr';

const signatures: readonly { container: Container; at: number; text: string }[] = [
  { container: 'flac', at: 0, text: 'fLaC' },
  { container: 'ogg', at: 0, text: 'OggS' },
  { container: 'matroska', at: 0, text: '\x1aE\xdf\xa3' },
  { container: 'wav', at: 8, text: 'WAVE' },
  { container: 'aiff', at: 8, text: 'AIFF' },
  { container: 'aiff', at: 8, text: 'AIFC' },
  { container: 'caf', at: 0, text: 'caff' },
  { container: 'amr', at: 0, text: '#!AMR' },
  { container: 'mp4', at: 4, text: 'ftyp' },
  // QuickTime files of before the type box.
  { container: 'mp4', at: 4, text: 'moov' },
  { container: 'mp4', at: 4, text: 'mdat' },
  { container: 'mp4', at: 4, text: 'wide' },
];

/** Longest ID3v2 header, of a tag that says its own length. */
const ID3_HEADER_BYTES = 10;

/** The container that a file seems to be, whatever it is called; undefined when it is none we know. */
export function containerOf(bytes: Uint8Array): Container | undefined {
  const found = signatures.find(({ at, text }) => holds(bytes, at, text));
  if (found) return found.container;
  if (holds(bytes, 0, 'ID3')) return containerAfterId3(bytes);
  return mpegContainer(bytes);
}

/** ID3v2 tags stand before MP3, and now and then before FLAC or AAC. */
function containerAfterId3(bytes: Uint8Array): Container {
  const [a, b, c, d] = bytes.subarray(6, ID3_HEADER_BYTES);
  // A "synchsafe" integer, seven bits a byte (ID3v2.4, 6.2).
  const length =
    (((a ?? 0) & 127) << 21) | (((b ?? 0) & 127) << 14) | (((c ?? 0) & 127) << 7) | ((d ?? 0) & 127);
  const rest = bytes.subarray(ID3_HEADER_BYTES + length);
  if (holds(rest, 0, 'fLaC')) return 'flac';
  return mpegContainer(rest) ?? 'mp3';
}

/** Twelve bits of sync, then version and layer (ISO/IEC 11172-3, 2.4.2.3; ISO/IEC 13818-7, 6.2 for ADTS). */
function mpegContainer(bytes: Uint8Array): Container | undefined {
  const [first = 0, second = 0, third = 0] = bytes;
  if (first !== 0xff || (second & 0xe0) !== 0xe0) return undefined;
  const layer = (second >> 1) & 3;
  if (layer === 0) return (second & 0xf0) === 0xf0 ? 'aac' : undefined;
  const isLayer2Or3 = layer === 1 || layer === 2;
  const isVersion = ((second >> 3) & 3) !== 1;
  const isRate = ((third >> 2) & 3) !== 3 && third >> 4 !== 15;
  return isLayer2Or3 && isVersion && isRate ? 'mp3' : undefined;
}

function holds(bytes: Uint8Array, at: number, text: string): boolean {
  if (bytes.length < at + text.length) return false;
  for (let i = 0; i < text.length; i++) if (bytes[at + i] !== text.charCodeAt(i)) return false;
  return true;
}
