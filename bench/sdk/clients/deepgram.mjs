import { DeepgramClient } from '@deepgram/sdk';

export function speaker(baseUrl) {
  const client = new DeepgramClient({ apiKey: 'key', baseUrl });
  return async (text) => (await client.speak.v1.audio.generate({ text })).stream();
}

export async function hearBeginning(baseUrl) {
  const production = baseUrl.replace('http', 'ws');
  const environment = { base: baseUrl, production, agent: production, agentRest: baseUrl };
  const client = new DeepgramClient({ apiKey: 'key', environment });
  const connection = await client.speak.v1.connect({ model: 'aura-2-thalia-en' });
  connection.connect();
  await connection.waitForOpen();
  connection.sendText({ type: 'Speak', text: 'Hello.' });
  await connection[Symbol.asyncIterator]().next();
}
