import { z } from 'zod';
import type { Endpoint } from './endpoint.ts';
import { json, problemForNow } from './replies.ts';

export const Health = z
  .object({ status: z.literal('ok').describe('Always `ok`.') })
  .describe('The server runs.');
export const Readiness = z
  .object({ status: z.literal('ready').describe('Always `ready`.') })
  .describe('The server can speak.');
const ApiDocument = z.record(z.string(), z.unknown()).describe('An API document.');

/** How the server is and what it offers, for everybody. */
export const operationEndpoints = {
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
      503: problemForNow('It is starting, stopping or without engines.'),
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
