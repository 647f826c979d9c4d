import type { Answer } from './answer.ts';
import { FishAudioError } from './errors.ts';
import { errorOf } from './refusal.ts';
import { fromWireNames } from './wire-names.ts';

/** An event of an answer. */
export interface ServerEvent {
  /** `message` where the server gives none. */
  name: string;
  /** With the names of this SDK. */
  data: unknown;
}

/** No event of the API comes near it: a server that goes on means no good. */
const longestEvent = 32 * 1024 * 1024;

/**
 * The events of an answer as they come (server-sent events, WHATWG HTML §9.2), whose data are JSON. Leaving the loop
 * closes the connection.
 *
 * @throws APIError where an event tells of a failure; ConnectionError, TimeoutError, or the reason of the caller's signal
 */
export async function* serverEvents(answer: Answer): AsyncGenerator<ServerEvent, void, undefined> {
  let name = '';
  let data: string[] = [];
  for await (const line of linesOf(answer)) {
    const [, field, value = ''] = /^([^:]*)(?:: ?(.*))?$/s.exec(line) ?? [];
    if (field === 'event') name = value;
    else if (field === 'data') data.push(value);
    else if (line === '') {
      if (data.length > 0) yield eventOf(answer, name || 'message', data.join('\n'));
      name = '';
      data = [];
    }
  }
}

function eventOf(answer: Answer, name: string, text: string): ServerEvent {
  const data = answer.parsed(text, 'An event of the answer is not JSON');
  if (name === 'error') throw errorOf({ status: statusIn(data) ?? 500, headers: answer.headers, text });
  return { name, data: fromWireNames(data) };
}

function statusIn(data: unknown): number | undefined {
  const { status } = Object(data) as { status?: unknown };
  return typeof status === 'number' ? status : undefined;
}

/** Lines end with CR, LF or both. What stands in the last one, which has no end, belongs to no event. */
async function* linesOf(answer: Answer): AsyncGenerator<string, void, undefined> {
  const decoder = new TextDecoder();
  let rest = '';
  /** A CR that may be half of a line's end. */
  let half = '';
  for await (const chunk of answer.chunks()) {
    const text = half + decoder.decode(chunk, { stream: true });
    half = text.endsWith('\r') ? '\r' : '';
    const lines = text.slice(0, text.length - half.length).split(/\r\n|\n|\r/);
    lines[0] = rest + lines[0];
    rest = lines.pop() ?? '';
    if (rest.length > longestEvent) throw new FishAudioError('The server sends an event without end');
    yield* lines;
  }
  if (half) yield rest;
}
