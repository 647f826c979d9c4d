import type { z } from 'zod';
import type { Scope } from '../key.ts';

export interface Reply {
  description: string;
  mediaTypes: readonly string[];
  schema: z.ZodType;
  /** What it is by media types that a client has to ask for with `Accept`. */
  alternatives?: Readonly<Record<string, z.ZodType>>;
  /** Header names and what they mean. */
  headers?: Readonly<Record<string, string>>;
}

export interface Endpoint {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** With a `{name}` for each of `params`. */
  path: string;
  summary: string;
  /** Null: no key is asked for. */
  scope: Scope | null;
  /** Whoever sends no key is served as a stranger. */
  keyOptional?: true;
  /** By name in the path; values are strings. */
  params?: z.ZodObject;
  /** By name; values are strings, and lists of strings where a name is repeated. */
  query?: z.ZodObject;
  /** By lower-case name; values are strings. */
  headers?: z.ZodObject;
  body?: {
    schema: z.ZodType;
    mediaTypes: readonly string[];
    /** No body, which has no media type, counts as one without fields. */
    mayBeMissing?: true;
  };
  /** By HTTP status. */
  replies: Readonly<Record<number, Reply>>;
}

/** Comes with every reply. */
export const requestIdHeader = {
  name: 'X-Request-Id',
  description: 'Id of the request, to find it in the logs and the ledger.',
} as const;
