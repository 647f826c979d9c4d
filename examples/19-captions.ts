// Speaks a text, and writes captions for it:
//   npx tsx examples/19-captions.ts
import { writeFile } from 'node:fs/promises';
import { FishAudio, save } from '@shoal/sdk';

const client = new FishAudio();
const { audio, words } = await client.tts.convertWithTimestamps({
  text: 'The lamp was lit before sunset. Nobody came that night, and the sea was calm.',
});

/** As WebVTT has it: `00:00:01.250`. */
const timestamp = (seconds: number) => new Date(1_000 * seconds).toISOString().slice(11, 23);
const cues = words.map(({ text, start, end }) => `${timestamp(start)} --> ${timestamp(end)}\n${text}\n`);

await save(audio, 'captions.mp3');
await writeFile('captions.vtt', ['WEBVTT\n', ...cues].join('\n'));
console.log(`${words.length} words`);
