import { z } from 'zod';
import { optionalField } from './optional-field.ts';

/** What designing voices goes by where speaking goes by its model. Clients have to name it. */
export const voiceDesignModel = 'voice-design-1';

export const VoiceDesignRequest = z
  .strictObject({
    instruction: z
      .string()
      .min(1)
      .max(2_000)
      .describe(
        'What the voice is like, in 1 to 2,000 characters: age, sex, pitch, pace, timbre, accent. English is understood best.',
      ),
    reference_text: optionalField(
      z.string().max(150),
      null,
      'What the candidates say, in at most 150 characters. Left out: a sentence of the language.',
    ),
    language: optionalField(
      z.string().max(35),
      null,
      'Language that the voice is for, as BCP 47 tag such as `en`: a hint. Left out: that of `reference_text`.',
    ),
    n: optionalField(z.int().min(1).max(4), 2, 'How many candidates.'),
    speed: optionalField(
      z.number().gt(0).max(3),
      1,
      'How fast the candidates speak here: 2 is twice as fast.',
    ),
    num_step: optionalField(z.int().min(1).max(128), 32, 'Accepted; there are no steps here.'),
    guidance_scale: optionalField(
      z.number().min(0),
      2,
      'How closely to follow the instruction: 0 not at all, 2 as it says, more exaggerates.',
    ),
    instruct_guidance_scale: optionalField(z.number().min(0), 0, 'Accepted; it changes nothing.'),
    seed: optionalField(
      z.int(),
      null,
      'The same candidates for the same seed and request. Left out: others each time.',
    ),
  })
  .describe('A voice to design. Unknown fields are refused.');
export type VoiceDesignRequest = z.infer<typeof VoiceDesignRequest>;

export const VoiceDesignCandidate = z
  .object({
    id: z.string().describe('The same for the same voice.'),
    index: z.int().min(0).describe('Place in the answer.'),
    audio_base64: z
      .string()
      .describe(
        'A WAV file in Base64 in which the voice speaks. Given to `POST /model` as `voices`, or as a reference, as it is, it stands for exactly this voice.',
      ),
    sample_rate: z.int().positive().describe('Of the audio, in Hz.'),
    duration_ms: z.int().min(0).describe('Length of the audio in milliseconds.'),
    text: z.string().nullable().describe('What it says.'),
    instruct: z.string().nullable().describe('The instruction.'),
    language: z.string().nullable().describe('Language that it speaks, as BCP 47 tag.'),
  })
  .describe('A voice that fits the instruction.');
export type VoiceDesignCandidate = z.infer<typeof VoiceDesignCandidate>;

export const VoiceDesignResponse = z
  .object({ candidates: z.array(VoiceDesignCandidate).describe('As many as asked for.') })
  .describe('Voices to choose from.');
export type VoiceDesignResponse = z.infer<typeof VoiceDesignResponse>;
