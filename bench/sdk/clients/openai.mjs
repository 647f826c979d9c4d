import OpenAI from 'openai';

export function speaker(baseURL) {
  const client = new OpenAI({ apiKey: 'key', baseURL });
  return async (input) => {
    const { body } = await client.audio.speech.create({ model: 'tts-1', voice: 'alloy', input });
    return body;
  };
}
