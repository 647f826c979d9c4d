// Text to speech with Node's own fetch, streamed into a file.
import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

const response = await fetch(`${process.env.FISH_BASE_URL}/v1/tts`, {
  method: 'POST',
  headers: {
    Authorization: `Bearer ${process.env.FISH_API_KEY}`,
    'Content-Type': 'application/json',
    model: 's2-pro',
  },
  body: JSON.stringify({
    text: process.env.TEXT,
    reference_id: process.env.VOICE,
    format: 'mp3',
    latency: 'normal',
  }),
});
if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
await pipeline(Readable.fromWeb(response.body), createWriteStream('out.mp3'));
