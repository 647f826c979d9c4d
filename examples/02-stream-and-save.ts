// Takes speech piece by piece, as it is made, and saves it as a WAV file that knows its length.
import { FishAudio, save } from '@shoal/sdk';

const client = new FishAudio();
const audio = await client.tts.stream({
  text: 'The beginning of this is here before its end is made.',
  referenceId: 'flite-slt',
  format: 'wav',
});
console.log(`It comes as ${audio.contentType}`);

async function* counted() {
  for await (const chunk of audio) {
    console.log(`${chunk.length} bytes`);
    yield chunk;
  }
}
await save(counted(), 'stream.wav');
