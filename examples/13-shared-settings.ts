// Shares settings between calls. What a call says by itself wins.
import { FishAudio, type TTSConfig } from '@shoal/sdk';

const config: TTSConfig = {
  referenceId: 'flite-slt',
  format: 'wav',
  latency: 'balanced',
  sampleRate: 16_000,
  prosody: { speed: 1, volume: -3 },
};
const client = new FishAudio();
const text = 'The same sentence in three ways.';

const seconds = (wav: Uint8Array) => ((wav.length - 44) / 2 / 16_000).toFixed(1);

console.log(`As configured: ${seconds(await client.tts.convert({ text, config }))} s`);
console.log(`Faster: ${seconds(await client.tts.convert({ text, config, speed: 1.5 }))} s`);

const mp3 = await client.tts.stream({ text, config: { ...config, sampleRate: 44_100 }, format: 'mp3' });
console.log(`Another format: ${mp3.contentType}`);
mp3.cancel();
