import type { OutgoingHttpHeaders } from 'node:http';
import type { FastifyReply } from 'fastify';

/** Begins an answer that is written past Fastify, with the headers that the reply has already. */
export function writeHead(reply: FastifyReply, headers: OutgoingHttpHeaders): void {
  const { raw } = reply.hijack();
  for (const [name, value] of Object.entries(reply.getHeaders()))
    if (value !== undefined) raw.setHeader(name, value);
  raw.writeHead(200, headers);
}
