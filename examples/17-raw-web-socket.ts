// The live protocol itself, without this SDK: MessagePack frames over a WebSocket.
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { decode, encode } from '@msgpack/msgpack';
import WebSocket from 'ws';

const baseUrl = process.env.FISH_BASE_URL ?? 'https://api.fish.audio';
const socket = new WebSocket(`${baseUrl.replace(/^http/, 'ws')}/v1/tts/live`, {
  headers: { Authorization: `Bearer ${process.env.FISH_API_KEY}`, model: 's1' },
});
await once(socket, 'open');

type Frame =
  | { event: 'audio'; audio: Uint8Array }
  | { event: 'log'; message: string }
  | { event: 'finish'; reason: 'stop' | 'error'; message?: string };

const file = createWriteStream('raw.mp3');
socket.on('message', (data: Buffer) => {
  const frame = decode(data) as Frame;
  if (frame.event === 'audio') file.write(frame.audio);
  if (frame.event === 'finish') console.log(`Finished: ${frame.message ?? frame.reason}`);
});
const closed = once(socket, 'close');

const send = (frame: object) => socket.send(encode(frame));
send({
  event: 'start',
  request: { text: '', format: 'mp3', latency: 'balanced', prosody: { speed: 1.1, volume: 0 } },
});
for (const text of ['Hello, ', 'this is ', 'the protocol. ']) send({ event: 'text', text });
send({ event: 'flush' });
send({ event: 'text', text: 'And this comes after a flush.' });
send({ event: 'stop' });
await closed;
file.end();
await once(file, 'finish');
