import type { z } from 'zod';
import { jsonMediaType } from '../codec.ts';
import { Problem, ValidationFailure } from '../problem.ts';

export const json = <Schema extends z.ZodType>(schema: Schema, description: string) =>
  ({ description, mediaTypes: [jsonMediaType], schema }) as const;

export const problem = (description: string) => json(Problem, description);

/** A failure that passes. */
export const problemForNow = (description: string) =>
  ({
    ...problem(description),
    headers: { 'Retry-After': 'Seconds to wait before trying again.' },
  }) as const;

/** Of every endpoint that asks for a key. */
export const keyReplies = {
  401: problem('The API key is missing or wrong.'),
  403: problem('The API key may not do this.'),
  429: problemForNow('Too many requests from this address had a wrong API key.'),
  500: problem('The server failed.'),
  503: problemForNow('The server is stopping, or cannot reach its database.'),
} as const;

/** Of every endpoint that reads parameters of the path or the query. */
export const parameterReplies = {
  422: json(ValidationFailure, 'A parameter does not fit.'),
} as const;

/** Of every endpoint that takes a body. */
export const bodyReplies = {
  400: problem('The body cannot be decoded.'),
  413: problem('The body is too large.'),
  415: problem('The body is neither JSON nor MessagePack.'),
  422: json(ValidationFailure, 'A parameter or the body does not fit.'),
} as const;

/** Of every endpoint that takes files. */
export const uploadReplies = {
  ...bodyReplies,
  415: problem('The body is neither JSON nor MessagePack nor a form.'),
} as const;
