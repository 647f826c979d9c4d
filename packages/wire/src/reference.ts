import { z } from 'zod';
import { bytesInJsonSchema } from './bytes.ts';
import { readFile } from './uploaded-file.ts';

export const referenceLimits = {
  perSpeaker: 20,
  speakers: 32,
  audioBytes: 20 * 1024 * 1024,
} as const;

const audioLimits = { noun: 'Audio', limitBytes: referenceLimits.audioBytes } as const;

/** Recordings come as files, or as an empty map where a client lost them. */
const RecordedAudio = z
  .unknown()
  // The Node client sends a File as an empty map: there is nothing to listen to, and nothing to refuse.
  .transform((value, context) => (isEmptyMap(value) ? null : readFile(value, context, audioLimits)))
  .meta({
    ...bytesInJsonSchema,
    description:
      'The recording as an audio file of at most 20 MiB: raw bytes in MessagePack, Base64 text in JSON.',
  });

/** A reference as clients send it; `audio` parses to null where the client lost it. */
export const SentReference = z
  .object({
    audio: RecordedAudio,
    text: z.string().describe('What is said in the recording, word for word.'),
  })
  .describe('A recording of a voice to speak with.');

/** A recording of a voice, as an audio file, and what is said in it. */
export type Reference = { audio: Uint8Array; text: string };

const SpeakerReferences = z
  .array(SentReference)
  .max(referenceLimits.perSpeaker)
  .transform((references) =>
    references.filter((reference): reference is Reference => reference.audio !== null),
  );

/** Recordings of one speaker, or a list of recordings for each speaker. Null is none. */
export const References = z
  .union([SpeakerReferences, z.array(SpeakerReferences).max(referenceLimits.speakers)])
  .nullish()
  .describe(
    'Recordings of the voice to speak with, or one such list for each speaker. Not used for a speaker whose `reference_id` names a voice.',
  )
  .transform((references): Reference[] | Reference[][] => references ?? []);

function isEmptyMap(value: unknown): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.getPrototypeOf(value) === Object.prototype &&
    Object.keys(value).length === 0
  );
}
