// Writes down what is said in a recording, and when:
//   npx tsx examples/11-transcribe.ts recording.wav
import { readFile } from 'node:fs/promises';
import { FishAudio } from '@shoal/sdk';

const [recording = 'recording.wav'] = process.argv.slice(2);
const client = new FishAudio();

const { text, duration, segments } = await client.asr.transcribe({
  audio: await readFile(recording),
  language: 'en',
});
console.log(`${duration.toFixed(1)} s: ${text}`);
for (const { start, end, text } of segments) console.log(`${start.toFixed(2)}–${end.toFixed(2)} ${text}`);
