// Speaks with the voice of a recording that goes along with the request:
//   npx tsx examples/08-clone-inline.ts recording.wav "What is said in it, word for word."
import { readFile } from 'node:fs/promises';
import { FishAudio, type ReferenceAudio, save } from '@shoal/sdk';

const [recording = 'recording.wav', words = ''] = process.argv.slice(2);
const client = new FishAudio();
const references: ReferenceAudio[] = [{ audio: await readFile(recording), text: words }];

await save(await client.tts.stream({ text: 'I sound like the recording.', references }), 'cloned.mp3');

const live = client.tts.streamWebsocket(['And so do I, ', 'while I am being written.'], { references });
await save(live, 'cloned-live.mp3');
