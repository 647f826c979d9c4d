import type { Narration, Renderer } from '@shoal/speech';
import { audioMediaTypes, parseInput, parseTtsRequest, SpeakHeaders, type TtsRequest } from '@shoal/wire';
import { CLIENT_LEFT, type Meter, type Metering, type Outcome } from '../metering/metering.ts';
import { toProblem } from '../speaking/problem.ts';
import { checkSpeakerTags } from '../speaking/speaker-tags.ts';
import type { Speakers } from '../speaking/speakers.ts';
import { openNarration, voicesAskedFor } from '../speaking/speech-request.ts';
import { accountOf } from './authentication.ts';
import { abandon, drained, leavingOf } from './leaving.ts';
import { modelOf } from './model-header.ts';
import type { EndpointCall, EndpointHandler } from './mount.ts';

export interface SpeakParts {
  renderer: Renderer;
  speakers: Speakers;
  metering: Metering;
}

/** `POST /v1/tts`: speaks a text while it is synthesized. */
export function speak({ renderer, speakers, metering }: SpeakParts): EndpointHandler<'speak'> {
  return async (call) => {
    const { request, reply, body, caller } = call;
    const identity = accountOf(caller);
    const model = modelOf(request.headers);
    const headers = parseInput(SpeakHeaders, request.headers, 'header');
    const idempotencyKey = headers['idempotency-key'];
    const work = { id: request.id, endpoint: '/v1/tts', model, unit: 'textBytes', idempotencyKey } as const;
    const meter = metering.begin(identity, work);
    let narration: Narration | undefined;
    let wanted: TtsRequest;
    try {
      wanted = parseTtsRequest(body, model);
      await meter.cover(Buffer.byteLength(wanted.text));
      const cast = await speakers.find(wanted, identity.accountId, leavingOf(reply));
      checkSpeakerTags(wanted.text, cast.length, 'body');
      meter.voice = voicesAskedFor(wanted);
      narration = openNarration(wanted, renderer, cast);
      await say(wanted, narration, meter, call);
      // Before the end, so that an answer that is complete is on the books.
      await meter.end(outcomeOf(narration, 200));
    } catch (error) {
      const hasLeft = reply.raw.destroyed;
      await meter.end(outcomeOf(narration, hasLeft ? CLIENT_LEFT : toProblem(error).status));
      return hasLeft ? abandon(reply) : breakOff(call, error);
    }
    if (!reply.raw.headersSent) return reply.type(audioMediaTypes[wanted.format]).send(Buffer.alloc(0));
    reply.raw.end();
    return undefined;
  };
}

/** Sends the audio of a text, all but the end of the answer. */
async function say(
  { text, format }: TtsRequest,
  narration: Narration,
  meter: Meter,
  { reply }: EndpointCall<'speak'>,
): Promise<void> {
  const response = reply.raw;
  response.once('close', () => narration.cancel());
  if (response.destroyed) narration.cancel();
  narration.text(text);
  narration.stop();
  for await (const event of narration) {
    if (event.kind !== 'audio') continue;
    if (!response.headersSent) {
      // Until here a failure still gets its own status.
      meter.heard();
      reply.hijack();
      response.writeHead(200, { 'Content-Type': audioMediaTypes[format] });
    }
    if (!response.write(event.bytes)) await drained(response);
  }
}

function outcomeOf(narration: Narration | undefined, status: number): Outcome {
  return { status, textBytes: narration?.spokenBytes ?? 0, audioSeconds: narration?.audioSeconds ?? 0 };
}

function breakOff({ request, reply }: EndpointCall<'speak'>, error: unknown): undefined {
  if (!reply.sent) throw error;
  request.log.error({ err: error }, 'speech broke off');
  // A clean end would pass for the whole speech.
  reply.raw.destroy();
  return undefined;
}
