import { z } from 'zod';
import { jsonMediaType } from '../codec.ts';
import { VoiceDesignRequest, VoiceDesignResponse, voiceDesignModel } from '../voice-design.ts';
import type { Endpoint } from './endpoint.ts';
import { IdempotencyKey } from './idempotency-key.ts';
import { bodyReplies, json, keyReplies, problem, problemForNow } from './replies.ts';

export const VoiceDesignHeaders = z.object({
  model: z.literal(voiceDesignModel).describe('The only model there is for this; it has to be named.'),
  'idempotency-key': IdempotencyKey,
});

export const voiceDesignEndpoints = {
  designVoice: {
    method: 'POST',
    path: '/v1/voice-design',
    summary: 'Design voices from a description',
    scope: 'tts',
    headers: VoiceDesignHeaders,
    body: { schema: VoiceDesignRequest, mediaTypes: [jsonMediaType] },
    replies: {
      ...keyReplies,
      ...bodyReplies,
      200: json(VoiceDesignResponse, 'Voices to choose from. Nothing is kept of them.'),
      402: problem('The account has too little credit left.'),
      409: problem('A request with the same `Idempotency-Key` is running or was served.'),
      415: problem('The body is not JSON.'),
      429: problemForNow(
        'Too many requests of this account are running, or too many from this address had a wrong API key.',
      ),
      500: problem('Speaking failed.'),
      503: problemForNow('The server has no capacity left.'),
    },
  },
} as const satisfies Record<string, Endpoint>;
