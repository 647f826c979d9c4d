import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { decode, encode } from '@msgpack/msgpack';
import { WebSocket } from 'ws';
import { speechRequest, type Target } from './target.ts';

export interface LiveLoad {
  target: Target;
  text: string;
  /** One after the other, each on a socket of its own that is opened beforehand. */
  turns: number;
  /** What another client has spoken all the while. */
  beside?: string;
}

export interface LiveLoadResult {
  /** From the text sent to the first audio frame. */
  firstAudioMs: number[];
  failures: number;
}

/** Between opening a session and its first text, as a person or a language model thinks. */
const THINKING_MS = 20;
const TURN_TIMEOUT_MS = 10_000;
/** A live message holds 64 KiB of text at most. */
const LIVE_TEXT_LENGTH = 32_000;
/** Opened at once; more would measure the server's accept queue. */
const SOCKETS_AT_ONCE = 25;

/** One client that takes turn after turn. */
export async function loadLive({ target, text, turns, beside }: LiveLoad): Promise<LiveLoadResult> {
  const firstAudioMs: number[] = [];
  let failures = 0;
  const other = beside ? await listenTo(target, beside) : undefined;
  for (let turn = 0; turn < turns; turn++) {
    const socket = connect(target);
    try {
      firstAudioMs.push(await takeTurn(socket, text));
    } catch {
      failures += 1;
    } finally {
      socket.terminate();
    }
  }
  // A text that ended early was no load.
  if (other && other.readyState !== WebSocket.OPEN) failures += turns;
  other?.terminate();
  return { firstAudioMs, failures };
}

/** Has a long text spoken, and reads whatever comes. Resolves with the first audio. */
async function listenTo(target: Target, text: string): Promise<WebSocket> {
  const socket = connect(target);
  await startSession(socket);
  for (let start = 0; start < text.length; start += LIVE_TEXT_LENGTH) {
    socket.send(encode({ event: 'text', text: text.slice(start, start + LIVE_TEXT_LENGTH) }));
  }
  await once(socket, 'message');
  return socket;
}

const held: WebSocket[] = [];

export interface HeldSockets {
  target: Target;
  /** Those held already included. */
  sockets: number;
  /** Before they are counted, so that the server comes to rest. */
  settlingMs: number;
}

/** Opens sockets up to a number, starts a session on each, leaves them silent, and counts those still open. */
export async function holdSockets({ target, sockets, settlingMs }: HeldSockets): Promise<{ open: number }> {
  while (held.length < sockets) {
    const count = Math.min(SOCKETS_AT_ONCE, sockets - held.length);
    const batch = Array.from({ length: count }, () => connect(target));
    held.push(...batch);
    // A refused socket shows in the count.
    await Promise.allSettled(batch.map(startSession));
  }
  await pause(settlingMs);
  return { open: held.filter((socket) => socket.readyState === WebSocket.OPEN).length };
}

/** Closes what `holdSockets` has opened. */
export function releaseSockets(): void {
  for (const socket of held.splice(0)) socket.terminate();
}

function connect({ url, key }: Target): WebSocket {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/v1/tts/live`, {
    headers: { authorization: `Bearer ${key}` },
    perMessageDeflate: false,
  });
  // Whoever waits for the socket hears of the failure; this keeps a late one from ending the process.
  socket.on('error', () => {});
  return socket;
}

async function startSession(socket: WebSocket): Promise<void> {
  await once(socket, 'open');
  socket.send(encode({ event: 'start', request: speechRequest('') }));
}

/** @returns ms from the text sent to the first audio frame; rejects when the session does not finish well. */
async function takeTurn(socket: WebSocket, text: string): Promise<number> {
  await startSession(socket);
  await pause(THINKING_MS);
  return new Promise((resolve, reject) => {
    const timeout = setTimeout(() => reject(new Error('the turn takes too long')), TURN_TIMEOUT_MS);
    const sentAt = performance.now();
    let firstAudioMs: number | undefined;
    socket.on('message', (data: Buffer) => {
      const now = performance.now();
      // The server's frames are checked by its own tests; here only the event matters.
      const frame = decode(data) as { event: string; reason?: string };
      if (frame.event === 'audio' && firstAudioMs === undefined) {
        firstAudioMs = now - sentAt;
        socket.send(encode({ event: 'stop' }));
      } else if (frame.event === 'finish') {
        clearTimeout(timeout);
        if (frame.reason === 'stop' && firstAudioMs !== undefined) resolve(firstAudioMs);
        else reject(new Error('the session fails'));
      }
    });
    socket.on('close', () => {
      clearTimeout(timeout);
      reject(new Error('the socket closes before the end'));
    });
    socket.send(encode({ event: 'text', text }));
    socket.send(encode({ event: 'flush' }));
  });
}
