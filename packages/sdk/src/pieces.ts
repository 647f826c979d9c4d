import { quietly } from './quietly.ts';

/** Audio that can be played: all of it, or a stream. */
export type Playable = Uint8Array | AsyncIterable<Uint8Array> | ReadableStream<Uint8Array>;

/**
 * The pieces of some audio, one after the other. When the signal is aborted the source is let go at once, even while
 * it waits.
 *
 * @throws what the source throws, or the reason of the signal
 */
export async function* piecesOf(
  audio: Playable,
  signal?: AbortSignal,
): AsyncGenerator<Uint8Array, void, undefined> {
  signal?.throwIfAborted();
  if (audio instanceof Uint8Array) {
    if (audio.length > 0) yield audio;
    return;
  }
  const source = openSource(audio);
  let isAtEnd = false;
  try {
    while (true) {
      const { done, value } = await unlessAborted(source.next(), signal);
      isAtEnd = done === true;
      if (done) return;
      if (value.length > 0) yield value;
    }
  } finally {
    if (!isAtEnd) source.letGo();
  }
}

/** @throws the reason of the signal, as soon as it is aborted */
export async function unlessAborted<Result>(
  work: Promise<Result>,
  signal: AbortSignal | undefined,
): Promise<Result> {
  if (!signal) return work;
  let onAbort = () => {};
  const aborted = new Promise<never>((_resolve, reject) => {
    onAbort = () => reject(signal.reason);
  });
  signal.addEventListener('abort', onAbort, { once: true });
  if (signal.aborted) onAbort();
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

interface Source {
  next(): Promise<{ done?: boolean | undefined; value: Uint8Array }>;
  letGo(): void;
}

function openSource(audio: Exclude<Playable, Uint8Array>): Source {
  // Not every browser can loop over a web stream.
  if ('getReader' in audio) {
    const reader = audio.getReader();
    return {
      next: () => reader.read() as ReturnType<Source['next']>,
      letGo: () => quietly(() => reader.cancel()),
    };
  }
  const iterator = audio[Symbol.asyncIterator]();
  return {
    next: () => iterator.next(),
    letGo: () => {
      // A generator that waits for its next piece returns only after it; a stream of this SDK ends at once.
      if ('cancel' in audio && typeof audio.cancel === 'function') audio.cancel();
      quietly(() => iterator.return?.());
    },
  };
}

/** One array out of many. */
export function joined(pieces: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(pieces.reduce((length, piece) => length + piece.length, 0));
  let position = 0;
  for (const piece of pieces) {
    bytes.set(piece, position);
    position += piece.length;
  }
  return bytes;
}
