import { z } from 'zod';

/** What a listener gets: mono audio in a container at a rate. Sample rates in Hz, bit rates in bit/s. */
export const AudioFormat = z.discriminatedUnion('container', [
  z.object({ container: z.literal('pcm'), sampleRate: z.number().int().min(8_000).max(48_000) }),
  z.object({ container: z.literal('wav'), sampleRate: z.number().int().min(8_000).max(48_000) }),
  z.object({
    container: z.literal('mp3'),
    sampleRate: z.union([z.literal(32_000), z.literal(44_100)]),
    bitrate: z.union([z.literal(64_000), z.literal(128_000), z.literal(192_000)]),
  }),
  z.object({
    container: z.literal('opus'),
    sampleRate: z.literal(48_000),
    bitrate: z.union([z.literal('auto'), z.number().int().min(6_000).max(510_000)]),
  }),
]);
export type AudioFormat = z.infer<typeof AudioFormat>;
