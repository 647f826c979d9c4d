import { z } from 'zod';
import { Bytes } from './bytes.ts';
import { WireError } from './error.ts';
import { decodeMessagePack, encodeMessagePack } from './messagepack.ts';
import { optionalField } from './optional-field.ts';
import { Timestamps } from './timestamps.ts';
import { TtsRequest } from './tts.ts';
import { parseInput } from './validation.ts';

export const livePath = '/v1/tts/live';

/**
 * Subprotocols for pages, which cannot send headers with a WebSocket: the one that the server answers with, and before
 * what it reads. What follows a prefix is percent-encoded where it has to be.
 */
export const liveSubprotocols = {
  name: 'shoal.v1',
  keyPrefix: 'shoal.key.',
  modelPrefix: 'shoal.model.',
} as const;

/** Sizes are of whole frames except `audioBytes`; times are in milliseconds. */
export const liveLimits = {
  /** A start frame may carry recordings; this is also the most a socket should take in at all. */
  startFrameBytes: 32 * 1024 * 1024,
  /** Every other client frame: 64 KiB of text and what is around it. */
  frameBytes: 64 * 1024 + 64,
  /** Some listeners drop frames of up to 1,024 bytes; Python's `websockets` closes at 1 MiB. */
  audioBytes: { min: 1025, max: 1_000_000 },
  /** From the open socket to the first start frame. */
  startTimeoutMs: 30_000,
  /** Without a client frame and with nothing left to say. Clients that pool sockets keep them for 300 s. */
  idleTimeoutMs: 310_000,
} as const;

/** Why the server closes the socket (RFC 6455 §7.4.1 and the IANA registry). */
export const closeCodes = {
  done: { code: 1000, meaning: 'Everything was spoken and `finish` was sent.' },
  shuttingDown: { code: 1001, meaning: 'The server is shutting down.' },
  textMessage: { code: 1003, meaning: 'A text message came; frames are binary MessagePack.' },
  badFrame: { code: 1007, meaning: 'A frame is not MessagePack, or not of a known shape.' },
  outOfOrder: { code: 1008, meaning: 'A frame came out of order, or none came in time.' },
  tooLarge: { code: 1009, meaning: 'A frame is larger than allowed.' },
  failed: { code: 1011, meaning: 'Speaking failed; `finish` with the reason `error` was sent.' },
  overloaded: {
    code: 1013,
    meaning:
      'The server has no capacity left, or too many requests of this account are running; try again later.',
  },
  refused: { code: 3003, meaning: 'The account has too little credit left, or the key is no longer good.' },
} as const satisfies Record<string, { code: number; meaning: string }>;

const event = <Name extends string>(name: Name) => z.literal(name).describe('Kind of frame.');

export const StartFrame = z
  .preprocess(
    tidyStart,
    z
      .object({
        event: event('start'),
        request: TtsRequest,
        debug: optionalField(z.boolean(), false, 'Asks for `log` frames.'),
      })
      // JSON Schema generation takes a preprocessed member for optional; parsing does not.
      .meta({ required: ['event', 'request'] }),
  )
  .describe(
    'Opens a session. `request` is the body of POST /v1/tts; its `text`, usually empty, is spoken first and may be left out.',
  );
export type StartFrame = z.infer<typeof StartFrame>;

export const TextFrame = z
  .object({
    event: event('text'),
    text: z.string().describe('Joined to the text before as it is: spaces between words are part of it.'),
  })
  .describe('Adds text. It is spoken once a whole sentence, or `chunk_length`, is there.');
export type TextFrame = z.infer<typeof TextFrame>;

export const FlushFrame = z
  .object({ event: event('flush') })
  .describe('Speaks all text so far at once; the session goes on.');
export type FlushFrame = z.infer<typeof FlushFrame>;

export const StopFrame = z
  .object({ event: event('stop') })
  .describe('Ends the text. What is left is spoken, then `finish` follows.');
export type StopFrame = z.infer<typeof StopFrame>;

export const AudioFrame = z
  .object({
    event: event('audio'),
    audio: Bytes.describe('The next bytes of one audio stream in the requested format.'),
    time: z.number().describe('Milliseconds that making it took.'),
  })
  .describe('A piece of the audio. The pieces in order make one file.');
export type AudioFrame = z.infer<typeof AudioFrame>;

export const FinishFrame = z
  .object({
    event: event('finish'),
    reason: z
      .enum(['stop', 'error'])
      .describe('`stop`: everything was spoken; `error`: the audio ends early.'),
    message: z.string().optional().describe('What went wrong, for people.'),
  })
  .describe('Ends a session, exactly once.');
export type FinishFrame = z.infer<typeof FinishFrame>;

export const LogFrame = z
  .object({ event: event('log'), message: z.string().describe('A line for people.') })
  .describe('What the server is doing, where `debug` was asked for.');
export type LogFrame = z.infer<typeof LogFrame>;

export const TimestampsFrame = Timestamps.extend({ event: event('timestamps') }).describe(
  'When the words of a chunk are heard, where `request.features` asks for `timestamps`. It takes the place of the one before of the same `chunk_seq`; the audio itself comes in `audio` frames.',
);
export type TimestampsFrame = z.infer<typeof TimestampsFrame>;

/** What a request has in `features` for `timestamps` frames. */
export const timestampsFeature = 'timestamps';

export type ClientFrame = StartFrame | TextFrame | FlushFrame | StopFrame;
export type ServerFrame = AudioFrame | TimestampsFrame | FinishFrame | LogFrame;

const otherClientFrames = { text: TextFrame, flush: FlushFrame, stop: StopFrame } as const;

/**
 * Decodes one binary message from a client. Audio of references is a view into `bytes`.
 *
 * @returns null for an event this version does not know, which is to be ignored like an unknown field
 * @throws WireError `malformed`, `invalid` or `too_large`
 */
export function decodeClientFrame(bytes: Uint8Array): ClientFrame | null {
  if (bytes.length > liveLimits.startFrameBytes) throw tooLarge(liveLimits.startFrameBytes);
  const frame = decodeMessagePack(bytes);
  const name = eventName(frame);
  if (name === 'start') return parseInput(StartFrame, frame, 'frame');
  if (bytes.length > liveLimits.frameBytes) throw tooLarge(liveLimits.frameBytes);
  if (name === 'text' || name === 'flush' || name === 'stop') {
    return parseInput(otherClientFrames[name], frame, 'frame');
  }
  return null;
}

export function encodeServerFrame(frame: ServerFrame): Uint8Array {
  return encodeMessagePack(frame);
}

const AnyFrame = z.object({ event: z.string() });

function eventName(frame: unknown): string {
  return parseInput(AnyFrame, frame, 'frame').event;
}

/** Clients set `debug` beside the request or inside it, and may leave the text out. */
function tidyStart(frame: unknown): unknown {
  if (!isMap(frame) || !isMap(frame.request)) return frame;
  const { request } = frame;
  return {
    event: frame.event,
    request: { ...request, text: request.text ?? '' },
    debug: frame.debug ?? request.debug,
  };
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function tooLarge(limit: number): WireError {
  return new WireError('too_large', `A frame of this kind has at most ${limit} bytes`);
}
