import { once } from 'node:events';
import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { decode } from '@msgpack/msgpack';
import { AudioFrame, closeCodes, FinishFrame, LogFrame, livePath, TimestampsFrame } from '@shoal/wire';
import { WebSocket } from 'ws';
import { z } from 'zod';
import type { LiveAction } from './live-inputs.ts';
import type { ServerAddress } from './observed-server-main.ts';

/** A socket that is still open by then hangs. */
const DEADLINE_MS = 30_000;

const ServerFrame = z.discriminatedUnion('event', [AudioFrame, FinishFrame, LogFrame, TimestampsFrame]);
const documentedCodes: ReadonlySet<number> = new Set(Object.values(closeCodes).map(({ code }) => code));

/** Does all this on a live socket of its own. Returns what is wrong with how the server took it, if anything. */
export async function converse(
  { webSocketUrl, key }: ServerAddress,
  actions: readonly LiveAction[],
): Promise<string | undefined> {
  const socket = new WebSocket(webSocketUrl + livePath, { headers: { Authorization: `Bearer ${key}` } });
  let wire: Socket | undefined;
  socket.once('upgrade', (response) => {
    wire = response.socket;
  });
  const messages: { data: Buffer; isBinary: boolean }[] = [];
  socket.on('message', (data, isBinary) => messages.push({ data: data as Buffer, isBinary }));
  socket.on('error', () => {});
  const closed = once(socket, 'close').then(([code]) => code as number);
  const deadline = setTimeout(() => socket.terminate(), DEADLINE_MS);
  const started = performance.now();
  try {
    await once(socket, 'open');
    const ownEnd = actions.some(({ kind }) => ['noise', 'vanish', 'close'].includes(kind));
    for (const action of actions) {
      if (action.kind === 'pause') await sleep(action.ms);
      else perform(socket, wire, action);
    }
    const code = await closed;
    if (performance.now() - started >= DEADLINE_MS) return `still open after ${DEADLINE_MS} ms`;
    // Whoever breaks off, or speaks no WebSocket, is not owed a proper end.
    return ownEnd ? undefined : faultOf(messages, code);
  } finally {
    clearTimeout(deadline);
  }
}

function perform(
  socket: WebSocket,
  wire: Socket | undefined,
  action: Exclude<LiveAction, { kind: 'pause' }>,
): void {
  if (socket.readyState !== WebSocket.OPEN) return;
  switch (action.kind) {
    case 'message':
      socket.send(action.bytes, { binary: action.binary });
      break;
    case 'ping':
      socket.ping();
      break;
    case 'pong':
      socket.pong();
      break;
    case 'noise':
      wire?.write(action.bytes);
      break;
    case 'vanish':
      socket.terminate();
      break;
    case 'close':
      socket.close(action.code);
      break;
  }
}

function faultOf(messages: { data: Buffer; isBinary: boolean }[], code: number): string | undefined {
  if (!documentedCodes.has(code)) return `closed with the undocumented code ${code}`;
  if (messages.some(({ isBinary }) => !isBinary)) return 'a text message from the server';
  const frames = messages.map(({ data }) => ServerFrame.safeParse(decode(data)));
  const broken = frames.findIndex(({ success }) => !success);
  if (broken >= 0) return `an undocumented frame: ${messages[broken]?.data.toString('hex')}`;
  const endings = frames.flatMap(({ data }) => (data?.event === 'finish' ? [data] : []));
  if (endings.length !== 1 || frames.at(-1)?.data?.event !== 'finish') {
    return `${endings.length} finish frames before the close with ${code}`;
  }
  const isDone = code === closeCodes.done.code;
  if (isDone !== (endings[0]?.reason === 'stop')) return `finish ${endings[0]?.reason} and close ${code}`;
  return undefined;
}
