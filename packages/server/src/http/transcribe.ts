import type { Transcriber } from '@shoal/speech';
import {
  AsrRequest,
  eventStreamMediaType,
  mediaTypeOf,
  parseInput,
  recognitionModel,
  TranscribeHeaders,
} from '@shoal/wire';
import { CLIENT_LEFT, type Metering } from '../metering/metering.ts';
import { toProblem } from '../speaking/problem.ts';
import { accountOf } from './authentication.ts';
import { abandon, leavingOf } from './leaving.ts';
import type { EndpointHandler } from './mount.ts';
import { TranscriptEvents } from './transcript-events.ts';
import { toMilliseconds, wireTranscript } from './wire-transcript.ts';

/** What a recording of any length costs. */
const LEAST_SECONDS = 1;

export interface TranscribeParts {
  transcriber: Transcriber;
  metering: Metering;
}

/** `POST /v1/asr`: writes down what is said in a recording. */
export function transcribe({ transcriber, metering }: TranscribeParts): EndpointHandler<'transcribe'> {
  return async ({ request, reply, body, caller }) => {
    const identity = accountOf(caller);
    const headers = parseInput(TranscribeHeaders, request.headers, 'header');
    const meter = metering.begin(identity, {
      id: request.id,
      endpoint: '/v1/asr',
      model: recognitionModel,
      unit: 'audioSeconds',
      idempotencyKey: headers['idempotency-key'],
    });
    const events = asksForEvents(request.headers.accept) ? new TranscriptEvents(reply) : undefined;
    try {
      const wanted = parseInput(AsrRequest, body, 'body');
      // To decode it is work already, for those who can pay for some of it and have a place left.
      await meter.cover(LEAST_SECONDS);
      const transcript = await transcriber.transcribe(wanted.audio, {
        language: wanted.language || undefined,
        signal: leavingOf(reply),
        onDuration: async (seconds) => {
          const duration = toMilliseconds(seconds);
          await meter.cover(duration);
          // Until here a failure gets its own status.
          events?.open(duration);
        },
        ...(events && { onProgress: (progress) => events.progress(progress) }),
      });
      const answer = wireTranscript(transcript, { withTimes: !wanted.ignore_timestamps });
      // Before the end, so that an answer that is complete is on the books.
      await meter.end({ status: 200, audioSeconds: answer.duration });
      if (!events) return answer;
      await events.end(answer);
    } catch (error) {
      const hasLeft = reply.raw.destroyed;
      const problem = toProblem(error);
      await meter.end({
        status: hasLeft ? CLIENT_LEFT : problem.status,
        audioSeconds: events?.seconds ?? 0,
      });
      if (hasLeft) return abandon(reply);
      if (!events?.isOpen) throw error;
      if (problem.status >= 500) request.log.error({ err: error }, 'recognition broke off');
      await events.fail(problem);
    }
    return undefined;
  };
}

function asksForEvents(accept: string | undefined): boolean {
  return accept?.split(',').some((range) => mediaTypeOf(range) === eventStreamMediaType) ?? false;
}
