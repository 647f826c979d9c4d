import { FishAudioError } from '../errors.ts';
import { joined, type Playable, piecesOf } from '../pieces.ts';
import type { PlayOptions } from '../play.ts';
import { readWavHeader, type WavFormat } from '../wav-header.ts';
import { type AudioNodeLike, audioPage } from './page-audio.ts';
import { canPlayMedia, playMedia } from './play-media.ts';
import { playFile, playSamples } from './play-samples.ts';

/** A WAV header that is longer does not come from a server of speech. */
const longestHeader = 4096;

/**
 * Plays audio in a page: samples in an audio graph, mp3 as a media element plays it, both as they come; all else when
 * all of it is there.
 */
export async function playInPage(
  audio: Playable,
  { signal, sampleRate, output }: PlayOptions,
  onPiece: (piece: Uint8Array) => void,
): Promise<void> {
  if (!audioPage.AudioContext) throw new FishAudioError('There is nothing here to play audio with');
  const over = new AbortController();
  const onAbort = () => over.abort(signal?.reason);
  signal?.addEventListener('abort', onAbort, { once: true });
  if (signal?.aborted) onAbort();
  const pieces = noted(piecesOf(audio, over.signal), onPiece);
  const sound = { over, output: output as AudioNodeLike | undefined };
  try {
    if (sampleRate !== undefined) {
      const format = { encoding: 1, channels: 1, sampleRate, bitsPerSample: 16 };
      return await playSamples(pieces, format, sound);
    }
    const head = await headOf(pieces);
    const all = withHead(head, pieces);
    const wav = readWavHeader(head);
    if (wav && isPlain(wav)) return await playSamples(dataOf(all, wav), wav, sound);
    if (isMp3(head) && canPlayMedia('audio/mpeg')) return await playMedia(all, 'audio/mpeg', sound);
    await playFile(all, sound);
  } finally {
    signal?.removeEventListener('abort', onAbort);
    await pieces.return();
  }
}

type Pieces = AsyncGenerator<Uint8Array, void, undefined>;

async function* noted(pieces: Pieces, onPiece: (piece: Uint8Array) => void): Pieces {
  for await (const piece of pieces) {
    onPiece(piece);
    yield piece;
  }
}

/** Enough to know what it is: the whole header of a WAV file, some bytes of anything else. */
async function headOf(pieces: Pieces): Promise<Uint8Array> {
  let head: Uint8Array = new Uint8Array();
  while (head.length < 4 || (isRiff(head) && head.length < longestHeader && !readWavHeader(head))) {
    const { done, value } = await pieces.next();
    if (done) break;
    head = joined([head, value]);
  }
  return head;
}

async function* withHead(head: Uint8Array, pieces: Pieces): Pieces {
  if (head.length > 0) yield head;
  yield* pieces;
}

async function* dataOf(pieces: Pieces, { dataStart, dataSize }: WavFormat): Pieces {
  let position = 0;
  for await (const piece of pieces) {
    yield piece.subarray(Math.max(0, dataStart - position), Math.max(0, dataStart + dataSize - position));
    position += piece.length;
  }
}

const isRiff = (head: Uint8Array) => String.fromCharCode(...head.subarray(0, 4)) === 'RIFF';

const isPlain = ({ encoding, bitsPerSample }: WavFormat) =>
  (encoding === 1 && bitsPerSample === 16) || (encoding === 3 && bitsPerSample === 32);

/** A tag, or the sync word of a frame (ISO 11172-3 §2.4.2.3). */
function isMp3([first, second = 0, third]: Uint8Array): boolean {
  return (first === 0x49 && second === 0x44 && third === 0x33) || (first === 0xff && second >= 0xe0);
}
