import type { Narration, NarrationEvent, Renderer } from '@shoal/speech';
import { parseInput, parseTtsRequest, SpeakHeaders, type TtsRequest } from '@shoal/wire';
import type { FastifyReply } from 'fastify';
import { CLIENT_LEFT, type Metering, type Outcome } from '../metering/metering.ts';
import { type Problem, toProblem } from '../speaking/problem.ts';
import { checkSpeakerTags } from '../speaking/speaker-tags.ts';
import type { Speakers } from '../speaking/speakers.ts';
import { openNarration, voicesAskedFor } from '../speaking/speech-request.ts';
import { accountOf } from './authentication.ts';
import { abandon, leavingOf } from './leaving.ts';
import { modelOf } from './model-header.ts';
import type { EndpointHandler } from './mount.ts';

export interface SpeakParts {
  renderer: Renderer;
  speakers: Speakers;
  metering: Metering;
}

/** How speech goes to a client while it is made. */
export interface SpokenAnswer {
  /** The head has been sent: it is too late for another status. */
  readonly hasBegun: boolean;
  /** Takes what comes of the narration. A promise where the client has to catch up first. */
  take(event: NarrationEvent): Promise<void> | undefined;
  /** Completes the answer. Gives what is left for Fastify to send, if it has not begun. */
  end(): unknown;
  /** Breaks off what has begun, so that it does not pass for the whole speech. */
  breakOff(problem: Problem): Promise<void> | undefined;
}

export interface SpokenEndpoint {
  path: string;
  /** The client wants to know when each word is heard. */
  wordTimes: boolean;
  answer(reply: FastifyReply, request: TtsRequest, narration: Narration): SpokenAnswer;
}

type Speaking = 'speak' | 'speakWithTimestamps';

/** Speaks the text of a request while it is synthesized. */
export function spokenAnswer(
  { renderer, speakers, metering }: SpeakParts,
  endpoint: SpokenEndpoint,
): EndpointHandler<Speaking> {
  return async ({ request, reply, body, caller }) => {
    const identity = accountOf(caller);
    const model = modelOf(request.headers);
    const headers = parseInput(SpeakHeaders, request.headers, 'header');
    const idempotencyKey = headers['idempotency-key'];
    const work = {
      id: request.id,
      endpoint: endpoint.path,
      model,
      unit: 'textBytes',
      idempotencyKey,
    } as const;
    const meter = metering.begin(identity, work);
    let narration: Narration | undefined;
    let answer: SpokenAnswer | undefined;
    try {
      const wanted = parseTtsRequest(body, model);
      await meter.cover(Buffer.byteLength(wanted.text));
      const cast = await speakers.find(wanted, identity.accountId, leavingOf(reply));
      checkSpeakerTags(wanted.text, cast.length, 'body');
      meter.voice = voicesAskedFor(wanted);
      narration = openNarration(wanted, renderer, cast, model, endpoint);
      answer = endpoint.answer(reply, wanted, narration);
      for await (const event of spoken(wanted.text, narration, reply)) {
        // Until here a failure still gets its own status.
        if (event.kind === 'audio') meter.heard();
        await answer.take(event);
      }
      // Before the end, so that an answer that is complete is on the books.
      await meter.end(outcomeOf(narration, 200));
      return answer.end();
    } catch (error) {
      const hasLeft = reply.raw.destroyed;
      const problem = toProblem(error);
      await meter.end(outcomeOf(narration, hasLeft ? CLIENT_LEFT : problem.status));
      if (hasLeft) return abandon(reply);
      if (!answer?.hasBegun) throw error;
      request.log.error({ err: error }, 'speech broke off');
      await answer.breakOff(problem);
      return undefined;
    }
  };
}

/** All that comes of a text, until the client leaves. */
function spoken(text: string, narration: Narration, { raw }: FastifyReply): Narration {
  raw.once('close', () => narration.cancel());
  if (raw.destroyed) narration.cancel();
  narration.text(text);
  narration.stop();
  return narration;
}

function outcomeOf(narration: Narration | undefined, status: number): Outcome {
  return { status, textBytes: narration?.spokenBytes ?? 0, audioSeconds: narration?.audioSeconds ?? 0 };
}
