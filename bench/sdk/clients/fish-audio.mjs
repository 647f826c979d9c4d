import { FishAudioClient, RealtimeEvents } from 'fish-audio';

export function speaker(baseUrl) {
  const client = new FishAudioClient({ apiKey: 'key', baseUrl });
  return (text) => client.textToSpeech.convert({ text });
}

export async function hearBeginning(baseUrl) {
  const client = new FishAudioClient({ apiKey: 'key', baseUrl });
  async function* text() {
    yield 'Hello.';
  }
  const connection = await client.textToSpeech.convertRealtime({ text: '' }, text());
  await new Promise((resolve) => connection.on(RealtimeEvents.AUDIO_CHUNK, resolve));
}
