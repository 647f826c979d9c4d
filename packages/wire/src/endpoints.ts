import { z } from 'zod';
import { Bytes } from './bytes.ts';
import { bodyMediaTypes, jsonMediaType } from './codec.ts';
import { defaultModel, models } from './model.ts';
import { Problem, ValidationFailure } from './problem.ts';
import { audioMediaTypes, TtsRequest } from './tts.ts';

/** What an API key must be good for. */
export type Scope = 'tts';

export interface Reply {
  description: string;
  mediaTypes: readonly string[];
  schema: z.ZodType;
  /** Header names and what they mean. */
  headers?: Readonly<Record<string, string>>;
}

export interface Endpoint {
  method: 'GET' | 'POST';
  path: string;
  summary: string;
  /** Null: no key is asked for. */
  scope: Scope | null;
  /** By lower-case name; values are strings. */
  headers?: z.ZodObject;
  body?: { schema: z.ZodType; mediaTypes: readonly string[] };
  /** By HTTP status. */
  replies: Readonly<Record<number, Reply>>;
}

export const Health = z
  .object({ status: z.literal('ok').describe('Always `ok`.') })
  .describe('The server runs.');
export const Readiness = z
  .object({ status: z.literal('ready').describe('Always `ready`.') })
  .describe('The server can speak.');
const ApiDocument = z.record(z.string(), z.unknown()).describe('An API document.');

export const SpeakHeaders = z.object({
  model: z
    .string()
    .optional()
    .meta({
      description: `Speech model: decides which text tags act and whether a text may have several speakers. An unknown one means ${defaultModel}.`,
      default: defaultModel,
      examples: [...models],
    }),
});

const retryAfter = { 'Retry-After': 'Seconds to wait before trying again.' } as const;

const problem = (description: string) =>
  ({ description, mediaTypes: [jsonMediaType], schema: Problem }) as const;
const json = <Schema extends z.ZodType>(schema: Schema, description: string) =>
  ({ description, mediaTypes: [jsonMediaType], schema }) as const;

/** Every REST endpoint. Servers make their routes from it, documents their paths. */
export const endpoints = {
  speak: {
    method: 'POST',
    path: '/v1/tts',
    summary: 'Speak a text',
    scope: 'tts',
    headers: SpeakHeaders,
    body: { schema: TtsRequest, mediaTypes: bodyMediaTypes },
    replies: {
      200: {
        description: 'The audio, streamed while it is made. A failure midway breaks the connection.',
        mediaTypes: Object.values(audioMediaTypes),
        schema: Bytes,
      },
      400: problem('The body cannot be decoded, or no voice has this `reference_id`.'),
      401: problem('The API key is missing or wrong.'),
      402: problem('The account has no credit left.'),
      403: problem('The API key may not do this.'),
      413: problem('The body is too large.'),
      415: problem('The body is neither JSON nor MessagePack.'),
      422: json(ValidationFailure, 'The body does not fit.'),
      429: { ...problem('Too many requests of this account are running.'), headers: retryAfter },
      500: problem('Speaking failed before any audio was sent.'),
      503: { ...problem('The server has no capacity left.'), headers: retryAfter },
    },
  },
  health: {
    method: 'GET',
    path: '/health',
    summary: 'Tell whether the server runs',
    scope: null,
    replies: { 200: json(Health, 'It does.') },
  },
  ready: {
    method: 'GET',
    path: '/ready',
    summary: 'Tell whether the server can speak',
    scope: null,
    replies: {
      200: json(Readiness, 'It can.'),
      503: { ...problem('It is starting, stopping or without engines.'), headers: retryAfter },
    },
  },
  openapi: {
    method: 'GET',
    path: '/openapi.json',
    summary: 'Describe the REST endpoints',
    scope: null,
    replies: { 200: json(ApiDocument, 'An OpenAPI 3.1 document.') },
  },
  asyncapi: {
    method: 'GET',
    path: '/asyncapi.json',
    summary: 'Describe the live socket',
    scope: null,
    replies: { 200: json(ApiDocument, 'An AsyncAPI 3.0 document.') },
  },
} as const satisfies Record<string, Endpoint>;

export type EndpointName = keyof typeof endpoints;
