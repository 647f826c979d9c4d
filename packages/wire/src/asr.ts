import { z } from 'zod';
import { Flag } from './form.ts';
import { lineOfText } from './line-of-text.ts';
import { optionalField } from './optional-field.ts';
import { uploadedFile } from './uploaded-file.ts';

export const AsrRequest = z
  .object({
    audio: uploadedFile(
      { noun: 'Audio', limitBytes: 20 * 1024 * 1024 },
      'The recording: an audio file of at most 20 MiB and an hour. Bytes in MessagePack, Base64 in JSON, a file in a form.',
    ),
    language: optionalField(
      lineOfText(0, 64),
      null,
      'What is probably spoken, as BCP 47 tag or ISO 639 code: a hint. One that nobody here understands is ignored.',
    ),
    ignore_timestamps: optionalField(Flag, true, 'Leaves `segments` empty. True if left out.'),
  })
  .describe('A recording to write down.');
export type AsrRequest = z.infer<typeof AsrRequest>;

const seconds = (description: string) => z.number().min(0).describe(`${description}, in seconds.`);

export const AsrSegment = z
  .object({
    text: z.string().describe('What is said, as a sentence.'),
    start: seconds('Its start in the recording'),
    end: seconds('Its end in the recording'),
  })
  .describe('What is said without a pause.');
export type AsrSegment = z.infer<typeof AsrSegment>;

export const AsrResponse = z
  .object({
    text: z.string().describe('All that is said; empty where nobody speaks.'),
    duration: seconds('Length of the recording'),
    segments: z
      .array(AsrSegment)
      .describe('Its parts with their times, in order; none unless `ignore_timestamps` is false.'),
    language_code: z.string().describe('The language that was listened for, as ISO 639 code such as `en`.'),
    language: z.string().describe('Its English name, such as `English`.'),
  })
  .describe('What is said in a recording.');
export type AsrResponse = z.infer<typeof AsrResponse>;

export const AsrProgress = z
  .object({
    seconds: seconds('How much is written down'),
    duration: seconds('Length of the recording'),
  })
  .describe('How far a transcription has come.');
export type AsrProgress = z.infer<typeof AsrProgress>;
