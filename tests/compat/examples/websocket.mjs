// Text to speech over the live socket with ws and MessagePack. All frames are sent at once, when it opens.
import { createWriteStream } from 'node:fs';
import { decode, encode } from '@msgpack/msgpack';
import WebSocket from 'ws';

const socket = new WebSocket(`${process.env.FISH_BASE_URL.replace('http', 'ws')}/v1/tts/live`, {
  headers: { Authorization: `Bearer ${process.env.FISH_API_KEY}`, model: 's2-pro' },
});
const file = createWriteStream('out.mp3');

socket.on('open', () => {
  const request = { text: '', reference_id: process.env.VOICE, format: 'mp3' };
  socket.send(encode({ event: 'start', request }));
  socket.send(encode({ event: 'text', text: process.env.TEXT }));
  socket.send(encode({ event: 'stop' }));
});

socket.on('message', (bytes) => {
  const frame = decode(bytes);
  if (frame.event === 'audio') file.write(Buffer.from(frame.audio));
  if (frame.event !== 'finish') return;
  file.end();
  socket.close();
  if (frame.reason === 'error') throw new Error(frame.message);
});
