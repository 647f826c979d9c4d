import type { IncomingHttpHeaders } from 'node:http';
import { type Model, modelFromHeader } from '@shoal/wire';

/** The speech model that a request names, or the default one. */
export function modelOf(headers: IncomingHttpHeaders): Model {
  const named = headers.model;
  return modelFromHeader(Array.isArray(named) ? named[0] : named);
}
