// Has voices made up from a description, and saves what they sound like:
//   npx tsx examples/20-design-a-voice.ts "A deep old man, slightly hoarse"
import { FishAudio, save } from '@shoal/sdk';

const [instruction = 'A bright young woman who speaks fast'] = process.argv.slice(2);
const client = new FishAudio();

const candidates = await client.voices.design({ instruction, n: 3 });
for (const [index, { audio, duration }] of candidates.entries()) {
  await save(audio, `candidate-${index}.wav`);
  console.log(`candidate-${index}.wav: ${duration.toFixed(1)} s`);
}
// To keep one: await client.voices.create({ title: 'Grandfather', voices: [audio] });
