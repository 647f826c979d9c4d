import type { IncomingMessage, ServerResponse } from 'node:http';
import { requestIdHeader } from '@shoal/wire';
import { createId } from '../storage/create-id.ts';

const ids = new WeakMap<IncomingMessage, string>();

/** The id of a request: ours, since what a client sends could be anything. */
export function requestIdOf(request: IncomingMessage): string {
  const known = ids.get(request);
  if (known) return known;
  const id = createId();
  ids.set(request, id);
  return id;
}

export function tellRequestId(response: ServerResponse, id: string): void {
  response.setHeader(requestIdHeader.name, id);
}
