import { z } from 'zod';
import { AsrRequest, AsrResponse } from '../asr.ts';
import { bodyMediaTypes, eventStreamMediaType, multipartMediaType } from '../codec.ts';
import type { Endpoint } from './endpoint.ts';
import { IdempotencyKey } from './idempotency-key.ts';
import { json, keyReplies, problem, problemForNow, uploadReplies } from './replies.ts';

export const TranscribeHeaders = z.object({ 'idempotency-key': IdempotencyKey });

const Events = z
  .string()
  .describe(
    'Server-sent events, whose data are JSON: `progress` (AsrProgress), `segment` (AsrSegment) for each as soon as it is final, and at the end `result` (AsrResponse), or `error` (Problem).',
  );

export const recognitionEndpoints = {
  transcribe: {
    method: 'POST',
    path: '/v1/asr',
    summary: 'Write down what is said in a recording',
    scope: 'asr',
    headers: TranscribeHeaders,
    body: { schema: AsrRequest, mediaTypes: [...bodyMediaTypes, multipartMediaType] },
    replies: {
      ...keyReplies,
      ...uploadReplies,
      200: {
        ...json(
          AsrResponse,
          'What is said. With `Accept: text/event-stream` it comes as events, while it is written down.',
        ),
        alternatives: { [eventStreamMediaType]: Events },
      },
      400: problem('The body cannot be decoded, or the recording cannot be used: the message says why.'),
      402: problem('The account has too little credit left for this recording.'),
      409: problem('A request with the same `Idempotency-Key` is running or was served.'),
      429: problemForNow(
        'Too many requests of this account are running, or too many from this address had a wrong API key.',
      ),
      500: problem('Listening failed.'),
      503: problemForNow('The server has no capacity left, or nothing that understands speech is installed.'),
    },
  },
} as const satisfies Record<string, Endpoint>;
