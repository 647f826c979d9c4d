import { z } from 'zod';
import { bytesInJsonSchema } from './bytes.ts';

export const referenceLimits = {
  perSpeaker: 20,
  speakers: 32,
  audioBytes: 20 * 1024 * 1024,
} as const;

/** Recordings come as bytes, as Base64 where the body is JSON, or as an empty map where a client lost them. */
const RecordedAudio = z
  .unknown()
  .transform((value, context): Uint8Array | null => {
    // The Node client sends a File as an empty map: there is nothing to listen to, and nothing to refuse.
    if (isEmptyMap(value)) return null;
    const bytes = typeof value === 'string' ? decodeBase64(value) : value;
    const fault = audioFault(value, bytes);
    if (fault === null) return bytes as Uint8Array;
    context.addIssue({ code: 'custom', message: fault.msg, params: fault });
    return z.NEVER;
  })
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

interface Fault {
  type: string;
  msg: string;
  ctx?: Record<string, number>;
}

function audioFault(sent: unknown, bytes: unknown): Fault | null {
  if (sent === undefined) return { type: 'missing', msg: 'Field required' };
  if (bytes === null && sent !== null) return { type: 'base64_decode', msg: 'Audio should be valid Base64' };
  if (!(bytes instanceof Uint8Array)) return { type: 'bytes_type', msg: 'Audio should be bytes' };
  if (bytes.length === 0)
    return { type: 'bytes_too_short', msg: 'Audio should not be empty', ctx: { min_length: 1 } };
  const limit = referenceLimits.audioBytes;
  if (bytes.length <= limit) return null;
  return {
    type: 'bytes_too_long',
    msg: `Audio should have at most ${limit} bytes`,
    ctx: { max_length: limit },
  };
}

function isEmptyMap(value: unknown): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.getPrototypeOf(value) === Object.prototype &&
    Object.keys(value).length === 0
  );
}

/** Base64 of RFC 4648 §4; padding may be missing and white space is skipped. Null when it is anything else. */
function decodeBase64(text: string): Uint8Array | null {
  let binary: string;
  try {
    binary = atob(text);
  } catch {
    return null;
  }
  const bytes = new Uint8Array(binary.length);
  for (let index = 0; index < binary.length; index++) bytes[index] = binary.charCodeAt(index);
  return bytes;
}
