import { z } from 'zod';

const seconds = (description: string) => z.number().min(0).describe(description);

export const TimestampSegment = z
  .object({
    text: z.string().describe('A word, as it is written in the text.'),
    start: seconds('When it begins, in seconds from the start of the chunk’s audio.'),
    end: seconds('When it ends.'),
  })
  .describe('When a word is heard.');
export type TimestampSegment = z.infer<typeof TimestampSegment>;

export const TimestampAlignment = z
  .object({
    segments: z.array(TimestampSegment).describe('All words of the chunk that are known so far, in order.'),
    audio_duration: seconds(
      'Length of the chunk’s audio so far in seconds; in its last snapshot, all of it with the pause after it.',
    ),
  })
  .describe('When the words of a chunk are heard. It takes the place of what was told of the chunk before.');
export type TimestampAlignment = z.infer<typeof TimestampAlignment>;

export const Timestamps = z
  .object({
    content: z.string().describe('The text of the chunk.'),
    alignment: TimestampAlignment.nullable().describe('Null: nothing is known yet.'),
    chunk_seq: z.int().min(0).describe('Number of the chunk: about a sentence.'),
    chunk_audio_offset_sec: seconds('Where the chunk begins in the whole audio, in seconds.'),
  })
  .describe('When the words of a chunk of the text are heard.');
export type Timestamps = z.infer<typeof Timestamps>;

export const TimedAudio = Timestamps.extend({
  audio_base64: z
    .string()
    .describe(
      'The next bytes of the audio in Base64; all of them in order make one file. Empty where only the alignment is new.',
    ),
}).describe('A piece of the audio, and what is known of the words of the chunk that it belongs to.');
export type TimedAudio = z.infer<typeof TimedAudio>;
