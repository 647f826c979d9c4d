import type { FastifyReply, FastifyRequest } from 'fastify';
import { Problem } from '../speaking/problem.ts';
import type { OpenFile, VoiceLibrary } from '../voices/voice-library.ts';
import { parseRange } from './byte-range.ts';
import type { EndpointHandlers } from './mount.ts';
import { viewerOf } from './voices.ts';

/** What voices look and sound like, to those who may see and hear them. */
export function voiceFileEndpoints(
  library: VoiceLibrary,
): Pick<EndpointHandlers, 'voiceSample' | 'voiceCover'> {
  return {
    voiceSample: async ({ params, caller, request, reply }) =>
      sendFile(await library.openSample(params.voice_id, params.sample, viewerOf(caller)), request, reply),
    voiceCover: async ({ params, caller, request, reply }) =>
      sendFile(await library.openCover(params.voice_id, viewerOf(caller)), request, reply),
  };
}

async function sendFile({ about, open }: OpenFile, request: FastifyRequest, reply: FastifyReply) {
  const etag = `"${about.sha256}"`;
  void reply.headers({
    ETag: etag,
    'Accept-Ranges': 'bytes',
    // To be asked for again each time, since voices are deleted, and become private. An answer depends on the key.
    'Cache-Control': 'private, no-cache',
    Vary: 'Authorization',
    'X-Content-Type-Options': 'nosniff',
    // A picture in SVG is a document when somebody opens it alone.
    'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
    'Content-Type': about.mediaType,
  });
  if (isKnown(request.headers['if-none-match'], etag)) return reply.code(304).send();
  const isSame = request.headers['if-range'] === undefined || request.headers['if-range'] === etag;
  const range = isSame ? parseRange(request.headers.range, about.bytes) : undefined;
  if (range === 'unsatisfiable') {
    void reply.header('Content-Range', `bytes */${about.bytes}`).type('application/json');
    throw new Problem(416, 'The file has no such part');
  }
  const content = await open(range);
  if (content === undefined) throw new Problem(404, 'There is no such voice');
  void reply.header('Content-Length', range ? range.last - range.first + 1 : about.bytes);
  if (range)
    void reply.code(206).header('Content-Range', `bytes ${range.first}-${range.last}/${about.bytes}`);
  return reply.send(content);
}

/** RFC 9110 §13.1.2. */
function isKnown(ifNoneMatch: string | undefined, etag: string): boolean {
  const tags = ifNoneMatch?.split(',').map((tag) => tag.trim().replace(/^W\//, '')) ?? [];
  return tags.includes(etag) || tags.includes('*');
}
