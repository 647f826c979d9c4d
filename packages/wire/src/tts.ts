import { z } from 'zod';
import { type Model, speaksDialogue } from './model.ts';
import { optionalField } from './optional-field.ts';
import { References, referenceLimits } from './reference.ts';
import { invalidInput, parseInput } from './validation.ts';

export const textLimitBytes = 1024 * 1024;

export const audioFormats = ['wav', 'pcm', 'mp3', 'opus'] as const;
export type AudioFormatName = (typeof audioFormats)[number];

/** What the bytes of each format are called in `Content-Type`. `pcm` is 16 bits, little-endian; all are mono. */
export const audioMediaTypes = {
  wav: 'audio/wav',
  pcm: 'audio/pcm',
  mp3: 'audio/mpeg',
  opus: 'audio/ogg',
} as const satisfies Record<AudioFormatName, string>;

/** Hz. The first of a format is its default. */
export const sampleRates = {
  wav: [44_100, 32_000, 24_000, 16_000, 8_000],
  pcm: [44_100, 32_000, 24_000, 16_000, 8_000],
  mp3: [44_100, 32_000],
  opus: [48_000],
} as const satisfies Record<AudioFormatName, readonly [number, ...number[]]>;
export type SampleRate = (typeof sampleRates)[AudioFormatName][number];

const anySampleRate = [...new Set<SampleRate>(Object.values(sampleRates).flat())];

const Text = z.string().refine((text) => fitsInBytes(text, textLimitBytes), {
  error: `Text should have at most ${textLimitBytes} bytes of UTF-8`,
  params: { type: 'string_too_long', ctx: { max_length: textLimitBytes } },
});

export const Prosody = z
  .object({
    speed: optionalField(
      z.number().min(0.5).max(2),
      1,
      'Speaking rate: 0.5 takes twice as long, 2 half as long.',
    ),
    volume: optionalField(z.number().min(-20).max(20), 0, 'Gain in dB; 0 leaves the level as it is.'),
    normalize_loudness: optionalField(z.boolean(), true, 'Brings every voice to the same loudness first.'),
  })
  .describe('How fast and how loud to speak.');
export type Prosody = z.infer<typeof Prosody>;

const VoiceId = z
  .union([z.string(), z.array(z.string()).max(referenceLimits.speakers)])
  .nullish()
  .describe(
    'Id of the voice, or one id for each speaker of a dialogue whose text says `<|speaker:0|>`, `<|speaker:1|>` … where each begins. Absent or empty: the default voice for the language.',
  )
  .transform((id) => (id?.length ? id : null));

const Mp3Bitrate = optionalField(
  z.literal([64, 128, 192]),
  128,
  'Bit rate of MP3 in kbit/s. Ignored for other formats.',
);

const opusAuto = -1000;
const OpusBitrate = optionalField(
  z.literal([opusAuto, 24, 32, 48, 64, 24_000, 32_000, 48_000, 64_000]),
  opusAuto,
  'Bit rate of Opus in bit/s, or in kbit/s up to 64; -1000 lets the encoder choose. Ignored for other formats.',
).transform((rate) => {
  if (rate === opusAuto) return 'auto';
  return rate <= 64 ? rate * 1000 : rate;
});

const Fields = z.object({
  text: Text.describe('What to say: at most 1 MiB of UTF-8.'),
  reference_id: VoiceId,
  references: References,
  temperature: optionalField(
    z.number().min(0).max(1),
    0.7,
    'How freely a sampling engine varies its delivery; engines that do not sample ignore it.',
  ),
  top_p: optionalField(
    z.number().min(0).max(1),
    0.7,
    'Share of the probability that a sampling engine draws from; engines that do not sample ignore it.',
  ),
  prosody: Prosody.nullish()
    .describe('How fast and how loud to speak. Any part may be left out.')
    .transform((prosody) => prosody ?? Prosody.parse({})),
  chunk_length: optionalField(z.int().min(100).max(300), 300, 'Most characters to synthesize in one piece.'),
  min_chunk_length: optionalField(
    z.int().min(0).max(100),
    50,
    'Fewest characters to synthesize in one piece, except at the end and when flushed.',
  ),
  normalize: optionalField(
    z.boolean(),
    true,
    'Says numbers, dates and the like as words (English and Chinese).',
  ),
  format: optionalField(z.enum(audioFormats), 'mp3', 'Container and codec of the audio.'),
  sample_rate: z
    .literal(anySampleRate)
    .nullish()
    .describe(
      'Sample rate in Hz. wav and pcm: 8000, 16000, 24000, 32000, 44100 (default); mp3: 32000, 44100 (default); opus: 48000.',
    ),
  mp3_bitrate: Mp3Bitrate,
  opus_bitrate: OpusBitrate,
  latency: optionalField(
    z.enum(['low', 'normal', 'balanced']),
    'normal',
    '`normal` waits for whole sentences; `balanced` and `low` start with the first clause.',
  ),
  max_new_tokens: optionalField(
    z.int().min(1).max(1_000_000),
    1024,
    'Longest audio of one piece of text, in tokens of which 21.5 make a second.',
  ),
  repetition_penalty: optionalField(
    z.number().min(0).max(10),
    1.2,
    'How strongly a sampling engine avoids repeating itself: above 1 it does, at 1 it does not.',
  ),
  condition_on_previous_chunks: optionalField(
    z.boolean(),
    true,
    'Lets an engine that can do so continue in the tone of the piece before.',
  ),
  early_stop_threshold: optionalField(
    z.number().min(0).max(1),
    1,
    'When a batching engine may stop early; 1 is never.',
  ),
  features: z
    .array(z.string())
    .nullish()
    .describe(
      'Names of extra features to switch on: on the live socket, `timestamps` asks for `timestamps` frames. Unknown ones are ignored.',
    )
    .transform((features) => features ?? []),
});

/** The body of POST /v1/tts. Unknown fields are ignored; the result has every field, in one unit. */
export const TtsRequest = z
  .preprocess(dropForeignBitrates, Fields)
  .transform((request, context) => {
    const allowed: readonly SampleRate[] = sampleRates[request.format];
    const wanted = request.sample_rate ?? allowed[0];
    const sampleRate = allowed.find((rate) => rate === wanted);
    if (sampleRate !== undefined) return { ...request, sample_rate: sampleRate };
    const expected = allowed.join(', ');
    context.addIssue({
      code: 'custom',
      path: ['sample_rate'],
      message: `Input should be one of ${expected} for ${request.format}`,
      params: { type: 'literal_error', ctx: { expected } },
    });
    return z.NEVER;
  })
  .describe('A text to speak, the voice to speak it with and the audio to make of it.');
export type TtsRequest = z.infer<typeof TtsRequest>;

/**
 * Parses the decoded body of POST /v1/tts.
 *
 * @throws WireError `invalid`, also when the model cannot do what is asked
 */
export function parseTtsRequest(body: unknown, model: Model): TtsRequest {
  const request = parseInput(TtsRequest, body, 'body');
  checkModel(request, model);
  return request;
}

/**
 * Refuses what the model cannot do: several speakers on a first-generation model.
 *
 * @throws WireError `invalid`
 */
export function checkModel(request: TtsRequest, model: Model): void {
  const dialogue = Array.isArray(request.reference_id) || Array.isArray(request.references[0]);
  if (!dialogue || speaksDialogue(model)) return;
  throw invalidInput(['body', 'reference_id'], 'Several speakers need a model of the S2 family', { model });
}

/**
 * Clients send every bit rate whatever the format, in units of their own: one for another format counts as
 * absent, valid or not.
 */
function dropForeignBitrates(body: unknown): unknown {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return body;
  const fields = body as Record<string, unknown>;
  const format = fields.format ?? 'mp3';
  return {
    ...fields,
    mp3_bitrate: format === 'mp3' ? fields.mp3_bitrate : undefined,
    opus_bitrate: format === 'opus' ? fields.opus_bitrate : undefined,
  };
}

const utf8 = new TextEncoder();

/** Most texts need no encoding to tell: a UTF-16 code unit takes one to three bytes of UTF-8. */
function fitsInBytes(text: string, limit: number): boolean {
  if (text.length * 3 <= limit) return true;
  return text.length <= limit && utf8.encode(text).length <= limit;
}
