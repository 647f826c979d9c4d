import type { ServerResponse } from 'node:http';
import type { Renderer } from '@shoal/speech';
import { audioMediaTypes, parseTtsRequest } from '@shoal/wire';
import { openNarration } from '../speaking/speech-request.ts';
import { modelOf } from './model-header.ts';
import type { EndpointCall, EndpointHandler } from './mount.ts';

/** A client that takes no audio for so long is gone, whatever its connection says. */
const STALL_TIMEOUT_MS = 60_000;

/** `POST /v1/tts`: speaks a text while it is synthesized. */
export function speak(renderer: Renderer): EndpointHandler {
  return async ({ request, reply, body }: EndpointCall) => {
    const wanted = parseTtsRequest(body, modelOf(request.headers));
    const narration = openNarration(wanted, renderer);
    const response = reply.raw;
    response.once('close', () => narration.cancel());
    narration.text(wanted.text);
    narration.stop();
    const started = performance.now();
    let bytesSent = 0;
    try {
      for await (const event of narration) {
        if (event.kind !== 'audio') continue;
        if (bytesSent === 0) {
          // Until here a failure still gets its own status.
          reply.hijack();
          response.writeHead(200, { 'Content-Type': audioMediaTypes[wanted.format] });
          request.log.debug({ firstAudioMs: performance.now() - started }, 'first audio');
        }
        bytesSent += event.bytes.length;
        if (!response.write(event.bytes)) await drained(response);
      }
    } catch (error) {
      if (response.destroyed) return abandon(reply);
      if (bytesSent === 0) throw error;
      // A clean end would pass for the whole speech.
      request.log.error({ err: error, bytesSent }, 'speech broke off');
      response.destroy();
      return undefined;
    }
    if (bytesSent === 0) return reply.type(audioMediaTypes[wanted.format]).send(Buffer.alloc(0));
    response.end();
    return undefined;
  };
}

/** The client left: there is nobody to answer. */
function abandon(reply: EndpointCall['reply']): undefined {
  if (!reply.sent) reply.hijack();
  return undefined;
}

/** Resolves when the client has read enough, or is gone. One that reads nothing for long is cut off. */
function drained(response: ServerResponse): Promise<void> {
  if (response.destroyed) return Promise.resolve();
  return new Promise((resolve) => {
    const stalled = setTimeout(() => response.destroy(), STALL_TIMEOUT_MS);
    const done = () => {
      clearTimeout(stalled);
      response.off('drain', done).off('close', done);
      resolve();
    };
    response.once('drain', done).once('close', done);
  });
}
