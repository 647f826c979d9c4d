import type { Inbox } from './inbox.ts';
import { encodeFrame } from './live-frames.ts';
import { quietly } from './quietly.ts';
import { openState, type WebSocketLike } from './web-socket.ts';

/** Adds text; the same as yielding the text itself. */
export interface TextEvent {
  event: 'text';
  text: string;
}

/** Has the text so far spoken at once. */
export interface FlushEvent {
  event: 'flush';
}

export type LivePiece = string | TextEvent | FlushEvent;

/** Text that is being written: pieces of it, and marks that what is there should be spoken at once. */
export type LiveText = AsyncIterable<LivePiece> | Iterable<LivePiece>;

/** Bytes that may wait to be sent before no more text is asked for. */
const highWaterBytes = 64 * 1024;
/** Standard sockets do not tell when they have sent what they had. */
const pollIntervalMs = 10;
/** Servers refuse larger text frames than 64 KiB; a UTF-16 code unit takes up to three bytes. */
const longestPiece = 16 * 1024;

interface Situation {
  inbox: Inbox;
  /** Aborted when the turn is over, whether or not there is more text. */
  over: AbortSignal;
}

/**
 * Sends the text, asking for more of it only when the socket has taken what there was and somebody listens. Then says
 * that it was all.
 *
 * @throws what the text throws
 */
export async function sendText(
  socket: WebSocketLike,
  text: LiveText,
  { inbox, over }: Situation,
): Promise<void> {
  const iterator = iteratorOf(text);
  over.addEventListener('abort', () => quietly(() => iterator.return?.()), { once: true });
  const send = (frame: object) => {
    if (socket.readyState === openState) socket.send(encodeFrame(frame));
  };
  while (!over.aborted) {
    if (inbox.isFull || socket.bufferedAmount > highWaterBytes) {
      await new Promise((resolve) => setTimeout(resolve, pollIntervalMs));
      continue;
    }
    const { done, value } = await iterator.next();
    if (over.aborted) return;
    if (done) return send({ event: 'stop' });
    for (const frame of framesOf(value)) send(frame);
  }
}

function framesOf(piece: LivePiece): object[] {
  if (typeof piece !== 'string' && piece.event === 'flush') return [piece];
  const text = typeof piece === 'string' ? piece : piece.text;
  const frames: object[] = [];
  for (let start = 0; start < text.length; ) {
    const end = start + longestPiece;
    // Not between the two halves of a character.
    const isSplit = /[\ud800-\udbff]/.test(text.charAt(end - 1)) && end < text.length;
    frames.push({ event: 'text', text: text.slice(start, isSplit ? end - 1 : end) });
    start = isSplit ? end - 1 : end;
  }
  return frames;
}

export function iteratorOf(text: LiveText): AsyncIterator<LivePiece> | Iterator<LivePiece> {
  // A string is a list of characters, too: said in one piece it is the same.
  const pieces = typeof text === 'string' ? [text] : text;
  return Symbol.asyncIterator in pieces ? pieces[Symbol.asyncIterator]() : pieces[Symbol.iterator]();
}
