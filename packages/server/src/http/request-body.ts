import type { Readable } from 'node:stream';
import { decodeBody, type Endpoint, mediaTypeOf, multipartMediaType } from '@shoal/wire';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Problem } from '../speaking/problem.ts';
import { decodeMultipart } from './multipart.ts';
import { ReceivedBytes } from './received-bytes.ts';
import type { UploadBudget, UploadRoom } from './upload-budget.ts';

/** Recordings may come inline, so bodies may be large; the text in them is bounded by its own limit. */
const BODY_LIMIT_BYTES = 64 * 1024 * 1024;

/** Lets bodies of every media type in, as bytes. */
export function acceptBodies(app: FastifyInstance, budget: UploadBudget): void {
  const rooms = new WeakMap<FastifyRequest, UploadRoom>();
  app.removeAllContentTypeParsers();
  app.addHook('preParsing', async (request, reply) => {
    const room = budget.open();
    rooms.set(request, room);
    reply.raw.once('close', room.close);
  });
  // Of a request that is refused, Fastify would close the connection at once: whoever is still sending would see that,
  // and not the answer. So the rest is read, and left.
  app.addHook('onSend', (_request, reply, _payload, done) => {
    if (reply.statusCode >= 400) reply.removeHeader('connection');
    done();
  });
  app.addContentTypeParser('*', async (request: FastifyRequest) => {
    const room = rooms.get(request) ?? budget.open();
    try {
      const announced = Number(request.headers['content-length'] ?? 0);
      checkLength(announced);
      room.check(announced);
      return await readBody(request.raw, announced, room);
    } catch (error) {
      room.close();
      throw error;
    }
  });
}

/** Leaving an iterator would close the connection, and nobody could be told why. */
function readBody(body: Readable, announced: number, room: UploadRoom): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const received = new ReceivedBytes(announced);
    const onPart = (part: Uint8Array) => {
      try {
        checkLength(received.length + part.length);
        room.grow(received.length + part.length);
        received.append(part);
      } catch (error) {
        body.off('data', onPart);
        received.clear();
        reject(error);
      }
    };
    body.on('data', onPart);
    body.once('end', () => resolve(received.take()));
    body.once('error', () => reject(new Problem(400, 'The request cannot be read')));
  });
}

function checkLength(bytes: number): void {
  if (bytes > BODY_LIMIT_BYTES) throw new Problem(413, 'The request body is too large');
}

/**
 * What a request holds, not validated yet.
 *
 * @throws WireError
 */
export async function bodyOf(request: FastifyRequest, { body }: Endpoint): Promise<unknown> {
  if (!body) return undefined;
  const bytes = request.body instanceof Uint8Array ? request.body : new Uint8Array(0);
  const contentType = request.headers['content-type'];
  if (body.mayBeMissing && contentType === undefined && bytes.length === 0) return {};
  const isForm = mediaTypeOf(contentType) === multipartMediaType;
  return isForm && body.mediaTypes.includes(multipartMediaType)
    ? decodeMultipart(contentType ?? '', bytes)
    : decodeBody(contentType, bytes, body.mediaTypes);
}
