// Decides when what is there is spoken: an event instead of more text.
import { setTimeout as sleep } from 'node:timers/promises';
import { FishAudio, type FlushEvent, type TextEvent } from '@shoal/sdk';

const client = new FishAudio();

async function* text(): AsyncGenerator<string | TextEvent | FlushEvent> {
  yield { event: 'text', text: 'One moment, ' };
  // Too short to be spoken by itself, but somebody is waiting.
  yield { event: 'flush' };
  await sleep(1_000);
  console.log('Now there is more text');
  yield 'here is what you asked for.';
}

let isFirst = true;
for await (const chunk of client.tts.streamWebsocket(text(), { format: 'pcm' })) {
  if (isFirst) console.log(`Audio before the text is complete: ${chunk.length} bytes`);
  isFirst = false;
}
