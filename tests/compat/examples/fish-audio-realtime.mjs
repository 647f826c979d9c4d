// The realtime program of the fish-audio README: it never closes anything, so it ends only if the server does.
import { writeFile } from 'node:fs/promises';
import { FishAudioClient, RealtimeEvents } from 'fish-audio';

async function* sentences() {
  for (const text of [
    'Good morning from the train. ',
    'It leaves the city in a minute, ',
    'and reaches the sea at noon.',
  ]) {
    yield text;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

const client = new FishAudioClient({ baseUrl: process.env.FISH_BASE_URL });
const request = { text: '', reference_id: process.env.VOICE };
const connection = await client.textToSpeech.convertRealtime(request, sentences());

const audio = [];
connection.on(RealtimeEvents.AUDIO_CHUNK, (bytes) => audio.push(Buffer.from(bytes)));
connection.on(RealtimeEvents.ERROR, (error) => console.error(error));
connection.on(RealtimeEvents.CLOSE, () => writeFile('out.mp3', Buffer.concat(audio)));
