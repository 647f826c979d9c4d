import { z } from 'zod';
import { bytesInJsonSchema } from './bytes.ts';

export interface FileLimits {
  /** What it is to the client, with a capital: it starts the messages. */
  noun: string;
  limitBytes: number;
}

interface Fault {
  type: string;
  msg: string;
  ctx?: Record<string, number>;
}

/** A file in a request: bytes in MessagePack and forms, Base64 where the body is JSON. */
export function uploadedFile(limits: FileLimits, description: string) {
  return z
    .unknown()
    .transform((value, context) => readFile(value, context, limits))
    .meta({ ...bytesInJsonSchema, description });
}

/** The bytes of a file as it was sent, for a transform; what is wrong with it becomes an issue. */
export function readFile(
  value: unknown,
  context: z.core.$RefinementCtx,
  { noun, limitBytes }: FileLimits,
): Uint8Array {
  const bytes = typeof value === 'string' ? decodeBase64(value) : value;
  const fault = faultOf(value, bytes, noun, limitBytes);
  if (fault === null) return bytes as Uint8Array;
  context.addIssue({ code: 'custom', message: fault.msg, params: fault });
  return z.NEVER;
}

/** Text or bytes of no length: what forms hold for a file that was not chosen. */
export function isEmptyFile(value: unknown): boolean {
  return (typeof value === 'string' || value instanceof Uint8Array) && value.length === 0;
}

function faultOf(sent: unknown, bytes: unknown, noun: string, limitBytes: number): Fault | null {
  if (sent === undefined) return { type: 'missing', msg: 'Field required' };
  if (bytes === null && sent !== null)
    return { type: 'base64_decode', msg: `${noun} should be valid Base64` };
  if (!(bytes instanceof Uint8Array)) return { type: 'bytes_type', msg: `${noun} should be bytes` };
  if (bytes.length === 0)
    return { type: 'bytes_too_short', msg: `${noun} should not be empty`, ctx: { min_length: 1 } };
  if (bytes.length <= limitBytes) return null;
  return {
    type: 'bytes_too_long',
    msg: `${noun} should have at most ${limitBytes} bytes`,
    ctx: { max_length: limitBytes },
  };
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
