// Keeps the voice of a recording, speaks with it, changes what is known of it, and deletes it:
//   npx tsx examples/09-keep-a-voice.ts recording.wav
import { readFile } from 'node:fs/promises';
import { FishAudio, save } from '@shoal/sdk';

const [recording = 'recording.wav'] = process.argv.slice(2);
const client = new FishAudio();

const voice = await client.voices.create({
  title: 'My voice',
  voices: [await readFile(recording)],
  description: 'As on the telephone',
  tags: ['own', 'calm'],
});
console.log(`Made ${voice.id}`);
try {
  await save(await client.tts.stream({ text: 'This is my voice.', referenceId: voice.id }), 'kept.mp3');

  await client.voices.update(voice.id, { title: 'My voice at work', tags: ['own'] });
  const { title, tags, visibility } = await client.voices.get(voice.id);
  console.log(`${title} (${tags.join()}), ${visibility}`);
} finally {
  await client.voices.delete(voice.id);
  console.log('Deleted');
}
