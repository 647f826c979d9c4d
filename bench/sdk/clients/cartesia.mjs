import { Cartesia } from '@cartesia/cartesia-js';

export function speaker(baseURL) {
  const client = new Cartesia({ apiKey: 'key', baseURL });
  return async (transcript) => {
    const { body } = await client.tts.generate({
      model_id: 'sonic-3',
      transcript,
      voice: { mode: 'id', id: 'voice' },
      output_format: { container: 'mp3', sample_rate: 44_100, bit_rate: 128_000 },
    });
    return body;
  };
}
