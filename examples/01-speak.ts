// Says a text and saves it as an MP3 file.
import { FishAudio, save } from '@shoal/sdk';

const client = new FishAudio();
const audio = await client.tts.convert({ text: 'Hello! This is my first sentence.' });
await save(audio, 'hello.mp3');
console.log(`hello.mp3: ${audio.length} bytes`);
