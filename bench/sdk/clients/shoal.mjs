import { FishAudio } from '@shoal/sdk';

export function speaker(baseUrl) {
  const client = new FishAudio({ apiKey: 'key', baseUrl });
  return (text) => client.tts.stream({ text });
}

export async function hearBeginning(baseUrl) {
  const client = new FishAudio({ apiKey: 'key', baseUrl });
  await client.tts.streamWebsocket(['Hello.']).next();
}
