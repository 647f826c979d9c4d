import type { ServerFrame } from '@shoal/wire';
import { WebSocketError } from './errors.ts';
import { Inbox } from './inbox.ts';
import { decodeMessagePack, encodeMessagePack } from './messagepack.ts';
import type { WebSocketLike } from './web-socket.ts';

export const encodeFrame = (frame: object) => encodeMessagePack(frame);

/** Unread audio that one socket may hold. */
const defaultQueueBytes = 1024 * 1024;

/**
 * The audio that comes over a live socket that you opened and write to yourself, up to the `finish` frame. Events that
 * are not known are passed over. It leaves the socket open.
 *
 * @throws while reading: WebSocketError when the socket closes before, or the server ends with an error
 * @example
 * const socket = new WebSocket('wss://api.fish.audio/v1/tts/live', { headers });
 * for await (const chunk of iterWebsocketAudio(socket)) speaker.write(chunk);
 */
export function iterWebsocketAudio(socket: WebSocketLike): AsyncGenerator<Uint8Array, void, undefined> {
  // Not only when the reading begins: what comes before would be lost.
  const inbox = new Inbox(socket, defaultQueueBytes);
  return audioAndClose(inbox);
}

async function* audioAndClose(inbox: Inbox): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    yield* audioIn(inbox);
  } finally {
    inbox.close();
  }
}

/** @throws WebSocketError, and what the inbox failed with */
export async function* audioIn(inbox: Inbox): AsyncGenerator<Uint8Array, void, undefined> {
  while (true) {
    const frame = decodeFrame(await inbox.next());
    if (frame.event === 'audio') {
      if (!(frame.audio instanceof Uint8Array)) throw new WebSocketError('An audio frame came without audio');
      yield frame.audio;
    } else if (frame.event === 'finish') {
      if (frame.reason !== 'error') return;
      const { message } = frame;
      throw new WebSocketError(typeof message === 'string' ? message : 'The server ended the speech early');
    }
  }
}

type Untrusted<Frame> = Frame extends unknown ? { [Name in keyof Frame]: unknown } : never;
type AnyFrame = Partial<Record<keyof Untrusted<ServerFrame> | 'audio' | 'reason' | 'message', unknown>>;

function decodeFrame(message: unknown): AnyFrame {
  try {
    const frame = decodeMessagePack(message as Uint8Array);
    if (typeof frame === 'object' && frame !== null) return frame;
  } catch {}
  throw new WebSocketError('What came over the live socket is no frame of the protocol');
}
