import { z } from 'zod';
import { Bytes } from '../bytes.ts';
import { bodyMediaTypes, eventStreamMediaType } from '../codec.ts';
import { defaultModel, models } from '../model.ts';
import { audioMediaTypes, TtsRequest } from '../tts.ts';
import type { Endpoint } from './endpoint.ts';
import { IdempotencyKey } from './idempotency-key.ts';
import { bodyReplies, keyReplies, problem, problemForNow } from './replies.ts';

export const ModelHeaders = z.object({
  model: z
    .string()
    .optional()
    .meta({
      description: `Speech model: decides which text tags act and whether a text may have several speakers. An unknown one means ${defaultModel}.`,
      default: defaultModel,
      examples: [...models],
    }),
});

export const SpeakHeaders = ModelHeaders.extend({ 'idempotency-key': IdempotencyKey });

const speechReplies = {
  ...keyReplies,
  ...bodyReplies,
  400: problem('The body cannot be decoded, or no voice has this `reference_id`.'),
  402: problem('The account has too little credit left for this text.'),
  409: problem('A request with the same `Idempotency-Key` is running or was served.'),
  429: problemForNow(
    'Too many requests of this account are running, or too many from this address had a wrong API key.',
  ),
  500: problem('Speaking failed before any audio was sent.'),
  503: problemForNow('The server has no capacity left.'),
} as const;

const TimedEvents = z
  .string()
  .describe(
    'Server-sent events, whose data are JSON: `message` (TimedAudio) for each piece of audio, and for the last alignment of a chunk. A failure midway is told as `error` (Problem), and breaks the connection.',
  );

export const speechEndpoints = {
  speak: {
    method: 'POST',
    path: '/v1/tts',
    summary: 'Speak a text',
    scope: 'tts',
    headers: SpeakHeaders,
    body: { schema: TtsRequest, mediaTypes: bodyMediaTypes },
    replies: {
      ...speechReplies,
      200: {
        description: 'The audio, streamed while it is made. A failure midway breaks the connection.',
        mediaTypes: Object.values(audioMediaTypes),
        schema: Bytes,
      },
    },
  },
  speakWithTimestamps: {
    method: 'POST',
    path: '/v1/tts/stream/with-timestamp',
    summary: 'Speak a text and tell when each word is heard',
    scope: 'tts',
    headers: SpeakHeaders,
    body: { schema: TtsRequest, mediaTypes: bodyMediaTypes },
    replies: {
      ...speechReplies,
      200: {
        description: 'The audio in pieces, with what is known of the words, streamed while it is made.',
        mediaTypes: [eventStreamMediaType],
        schema: TimedEvents,
      },
    },
  },
} as const satisfies Record<string, Endpoint>;
