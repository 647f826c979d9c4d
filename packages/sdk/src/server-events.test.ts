import type { IncomingMessage, ServerResponse } from 'node:http';
import { describe, expect, it, onTestFinished } from 'vitest';
import {
  APIError,
  ConnectionError,
  FishAudio,
  FishAudioError,
  InsufficientCreditError,
  ServerError,
  type TranscriptEvent,
} from './index.ts';
import { failureOf, UnkindServer } from './testing/unkind-server.ts';

const audio = new Uint8Array([1]);

/** A client of a server that answers with these pieces of events, one after the other, and then as it is told. */
async function clientOf(pieces: readonly (string | Uint8Array)[], end?: (response: ServerResponse) => void) {
  let request: IncomingMessage | undefined;
  const server = await UnkindServer.start({
    answers: [
      async (incoming, response) => {
        request = incoming;
        response.writeHead(200, {
          'Content-Type': 'text/event-stream; charset=utf-8',
          'X-Request-Id': 'r-7',
        });
        for (const piece of pieces) {
          response.write(piece);
          if (pieces.length > 1) await new Promise((resolve) => setTimeout(resolve, 2));
        }
        if (end) end(response);
        else response.end();
      },
    ],
  });
  onTestFinished(() => server[Symbol.asyncDispose]());
  const client = new FishAudio({ apiKey: 'key', baseUrl: server.url, maxRetries: 0 });
  return { client, hasLeft: () => request?.destroyed === true && request.socket.destroyed };
}

async function eventsOf(client: FishAudio): Promise<TranscriptEvent[]> {
  const events: TranscriptEvent[] = [];
  for await (const event of await client.asr.stream({ audio })) events.push(event);
  return events;
}

const segment = { type: 'segment', text: 'Grüße, 世界 🎉', start: 0, end: 1.5 };
const wire = `event: segment\ndata: ${JSON.stringify({ text: segment.text, start: 0, end: 1.5 })}\n\n`;

describe('Events', () => {
  it('are read however they are cut', async () => {
    const bytes = Buffer.from(wire + wire);
    const { client } = await clientOf(Array.from(bytes, (_, at) => bytes.subarray(at, at + 1)));
    expect(await eventsOf(client)).toEqual([segment, segment]);
  });

  it.each([
    ['carriage returns', wire.replaceAll('\n', '\r')],
    ['both', wire.replaceAll('\n', '\r\n')],
    ['a mark of the byte order before', `\ufeff${wire}`],
    ['comments and unknown fields between', `: keep-alive\n\nid: 7\nretry\n${wire}`],
    ['data in several lines', wire.replace('"start"', '\ndata: "start"')],
    ['no space behind the colon', wire.replaceAll(': ', ':')],
    ['half an event at the end', `${wire}event: segment\ndata: {"text"`],
    ['an event without data', `event: segment\n\n${wire}`],
  ])('may have %s', async (_what, text) => {
    const { client } = await clientOf([text]);
    expect(await eventsOf(client)).toEqual([segment]);
  });

  it('tell of a failure', async () => {
    const { client } = await clientOf([
      `${wire}event: error\ndata: {"status":402,"message":"No credit"}\n\n`,
    ]);
    const error = await failureOf(eventsOf(client));
    expect(error).toBeInstanceOf(InsufficientCreditError);
    expect(error).toMatchObject({ message: 'No credit', requestId: 'r-7' });
    const { client: other } = await clientOf(['event: error\ndata: "why"\n\n']);
    expect(await failureOf(eventsOf(other))).toBeInstanceOf(ServerError);
  });

  it('that are no JSON are refused', async () => {
    const { client, hasLeft } = await clientOf(['data: {\n\n'], () => {});
    expect(await failureOf(eventsOf(client))).toBeInstanceOf(APIError);
    await expect.poll(hasLeft).toBe(true);
  });

  it('that have no end are left', async () => {
    const endless = Buffer.alloc(1024 * 1024, 'a');
    const { client, hasLeft } = await clientOf(
      ['data: ', ...Array.from({ length: 40 }, () => endless)],
      () => {},
    );
    expect(await failureOf(eventsOf(client))).toBeInstanceOf(FishAudioError);
    await expect.poll(hasLeft).toBe(true);
  });

  it('of a server that vanishes end with an error', async () => {
    const { client } = await clientOf([wire], (response) => response.destroy());
    expect(await failureOf(eventsOf(client))).toBeInstanceOf(ConnectionError);
  });

  it('can be left', async () => {
    const { client, hasLeft } = await clientOf([wire], () => {});
    for await (const event of await client.asr.stream({ audio })) {
      expect(event).toEqual(segment);
      break;
    }
    await expect.poll(hasLeft).toBe(true);
  });
});

it('A server without events gives its result', async () => {
  const server = await UnkindServer.start({
    answers: [
      (_request, response) => {
        response.writeHead(200, { 'Content-Type': 'application/json' });
        response.end(JSON.stringify({ text: 'Hello', duration: 1, segments: [], language_code: 'en' }));
      },
    ],
  });
  onTestFinished(() => server[Symbol.asyncDispose]());
  const client = new FishAudio({ apiKey: 'key', baseUrl: server.url });
  expect(await eventsOf(client)).toEqual([
    { type: 'result', text: 'Hello', duration: 1, segments: [], languageCode: 'en' },
  ]);
});
