import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import type { Endpoint } from './endpoints/endpoint.ts';
import { endpoints } from './endpoints.ts';
import { Problem, ValidationFailure } from './problem.ts';
import { parseInput } from './validation.ts';

const all: [string, Endpoint][] = Object.entries(endpoints);
const statusesOf = (endpoint: Endpoint) => Object.keys(endpoint.replies).map(Number);

/** Whether there is anything that a path cannot have in the place of its parameters. */
const refusesSomething = (params: z.ZodObject) =>
  !params.safeParse(Object.fromEntries(Object.keys(params.shape).map((name) => [name, '\0']))).success;

it('has one endpoint for each method and path', () => {
  const places = all.map(([, { method, path }]) => `${method} ${path}`);
  expect(new Set(places).size).toBe(places.length);
});

it.each(all)('%s names its path parameters once, in the path and in the schema', (_, { path, params }) => {
  const inPath = [...path.matchAll(/\{([^}]+)\}/g)].map(([, name]) => name);
  expect(Object.keys(params?.shape ?? {})).toEqual(inPath);
});

it.each(all)('%s tells all the ways in which it fails', (_, endpoint) => {
  const { body, params, query, scope } = endpoint;
  const expected = [
    ...(scope === null ? [] : [401, 403, 429, 500, 503]),
    ...((params && refusesSomething(params)) || query || body ? [422] : []),
    ...(body ? [400, 413, 415] : []),
    ...(params ? [404] : []),
  ];
  expect(statusesOf(endpoint)).toEqual(expect.arrayContaining(expected));
  // Of files there may be a part, or nothing new.
  const complete = statusesOf(endpoint).filter((status) => status < 400 && ![206, 304].includes(status));
  expect(complete).toHaveLength(1);
});

it.each(all)('%s fails in the one form of each status', (_, { replies }) => {
  for (const [status, { schema, headers = {} }] of Object.entries(replies)) {
    if (Number(status) < 400) continue;
    expect(schema).toBe(status === '422' ? ValidationFailure : Problem);
    expect('Retry-After' in headers).toBe(status === '429' || status === '503');
  }
});

it('may be called without a key only where nothing is changed', () => {
  for (const [name, { keyOptional, method, scope }] of all) {
    if (keyOptional) expect([method, scope], name).toEqual(['GET', 'voices:read']);
  }
});

it('asks for the admin scope below /admin/v1, and only there', () => {
  for (const [name, { path, scope }] of all)
    expect(scope === 'admin', name).toBe(path.startsWith('/admin/v1/'));
});

describe('The account of a wallet', () => {
  const { params } = endpoints.apiCredit;
  it('is one’s own or is named by its id', () => {
    for (const user_id of ['self', '0123456789abcdef'.repeat(2)])
      expect(parseInput(params, { user_id }, 'path')).toEqual({ user_id });
  });

  it.each(['', 'Self', '0123456789ABCDEF'.repeat(2), `${'a'.repeat(32)}\n`, '\0'])('is not %j', (user_id) => {
    expect(() => parseInput(params, { user_id }, 'path')).toThrowError(
      expect.objectContaining({
        code: 'invalid',
        issues: [
          expect.objectContaining({ loc: ['path', 'user_id'], type: 'string_pattern_mismatch', in: 'path' }),
        ],
      }),
    );
  });
});

describe('An idempotency key', () => {
  const headersWith = (key?: string) =>
    parseInput(endpoints.speak.headers, key === undefined ? {} : { 'idempotency-key': key }, 'header');

  it.each([undefined, '7', '"8e03978e-40d5-43dd"', '~'.repeat(255)])('may be %j', (key) => {
    expect(headersWith(key)['idempotency-key']).toBe(key);
  });

  it.each(['', 'a b', 'é', 'x'.repeat(256)])('may not be %j', (key) => {
    expect(() => headersWith(key)).toThrowError(expect.objectContaining({ code: 'invalid' }));
  });
});
