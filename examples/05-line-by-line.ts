// Speaks lines as they come on standard input, each one at once:
//   tail -f notes.txt | npx tsx examples/05-line-by-line.ts
import { createInterface } from 'node:readline';
import { FishAudio, play } from '@shoal/sdk';

const client = new FishAudio();

async function* lines() {
  for await (const line of createInterface({ input: process.stdin })) {
    if (line.trim() === '') continue;
    yield `${line}\n`;
    yield { event: 'flush' } as const;
  }
}
await play(client.tts.streamWebsocket(lines()));
