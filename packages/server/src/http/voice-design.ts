import {
  parseInput,
  type VoiceDesignCandidate,
  VoiceDesignHeaders,
  VoiceDesignRequest,
  voiceDesignModel,
} from '@shoal/wire';
import { CLIENT_LEFT, type Metering } from '../metering/metering.ts';
import { toProblem } from '../speaking/problem.ts';
import type { DesignedVoice, VoiceDesigner } from '../voice-design/voice-designer.ts';
import { accountOf } from './authentication.ts';
import { abandon, leavingOf } from './leaving.ts';
import type { EndpointHandler } from './mount.ts';

/** The guidance that means "as the instruction says". */
const PLAIN_GUIDANCE = 2;
const MOST_STRENGTH = 1.6;

export interface DesignVoiceParts {
  designer: VoiceDesigner;
  metering: Metering;
}

/** `POST /v1/voice-design`: voices to choose from, made up from a description. */
export function designVoice({ designer, metering }: DesignVoiceParts): EndpointHandler<'designVoice'> {
  return async ({ request, reply, body, caller }) => {
    const identity = accountOf(caller);
    const headers = parseInput(VoiceDesignHeaders, request.headers, 'header');
    const meter = metering.begin(identity, {
      id: request.id,
      endpoint: '/v1/voice-design',
      model: voiceDesignModel,
      unit: 'designs',
      idempotencyKey: headers['idempotency-key'],
    });
    try {
      const wanted = parseInput(VoiceDesignRequest, body, 'body');
      await meter.cover(1);
      const voices = await designer.design(
        {
          ...{ description: wanted.instruction, text: wanted.reference_text, language: wanted.language },
          ...{ count: wanted.n, rate: wanted.speed, seed: wanted.seed },
          strength: Math.min(MOST_STRENGTH, wanted.guidance_scale / PLAIN_GUIDANCE),
        },
        leavingOf(reply),
      );
      const audioSeconds = voices.reduce((sum, { seconds }) => sum + seconds, 0);
      // Before the end, so that an answer that is complete is on the books.
      await meter.end({ status: 200, designs: 1, audioSeconds });
      return { candidates: voices.map((voice, index) => toCandidate(voice, index, wanted)) };
    } catch (error) {
      const hasLeft = reply.raw.destroyed;
      await meter.end({ status: hasLeft ? CLIENT_LEFT : toProblem(error).status });
      if (hasLeft) return abandon(reply);
      throw error;
    }
  };
}

function toCandidate(
  { id, audio, sampleRate, seconds, text, language }: DesignedVoice,
  index: number,
  { instruction }: VoiceDesignRequest,
): VoiceDesignCandidate {
  return {
    ...{ id, index },
    audio_base64: Buffer.from(audio.buffer, audio.byteOffset, audio.length).toString('base64'),
    sample_rate: sampleRate,
    duration_ms: Math.round(1_000 * seconds),
    ...{ text, instruct: instruction, language },
  };
}
