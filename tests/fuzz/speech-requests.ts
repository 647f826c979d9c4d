import type { Random } from './random.ts';

const texts = [
  'Hello there.',
  'One, two.',
  'a',
  '',
  'Ünïcødé 😀.',
  '<|speaker:0|>Hi.<|speaker:1|>Oh.',
  ' \n ',
];

/** A valid body of POST /v1/tts that takes little time to speak. */
export function speechRequest(random: Random): Record<string, unknown> {
  const fields = {
    reference_id: random.pick([null, 'tone-a', '', ['tone-a', 'tone-b']]),
    references: random.pick([null, []]),
    prosody: random.pick([null, { speed: 2 }, { speed: 0.5, volume: -3 }, { normalize_loudness: false }]),
    chunk_length: random.pick([100, 300]),
    min_chunk_length: random.pick([0, 100]),
    format: random.pick(['mp3', 'wav', 'pcm', 'opus']),
    mp3_bitrate: 64,
    opus_bitrate: random.pick([-1000, 32, 32_000]),
    latency: random.pick(['low', 'normal', 'balanced']),
    max_new_tokens: random.pick([1, 1024]),
    temperature: 0.5,
    features: random.pick([[], ['timestamps'], ['quality-guard']]),
  };
  const chosen = Object.entries(fields).filter(() => random.once(2));
  return { text: random.pick(texts), ...Object.fromEntries(chosen) };
}
