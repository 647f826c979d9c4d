import { SpeechError, type SpeechErrorCode } from '@shoal/speech';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectProblem } from '../http/problem.ts';
import { type RunningServer, runServer } from '../running-server.ts';
import { asEvents, postRecording } from './asr-call.ts';
import { ScriptedTranscriber } from './scripted-transcriber.ts';

describe('A recording that cannot be listened to', () => {
  const transcriber = new ScriptedTranscriber();
  let server: RunningServer;
  beforeAll(async () => {
    server = await runServer({ engines: ['tone'], transcriber });
  });
  afterAll(() => server?.[Symbol.asyncDispose]());

  it.each<[SpeechErrorCode, number, string | null]>([
    ['bad_input', 400, null],
    ['engine_failed', 500, null],
    ['unsupported', 503, null],
    ['overloaded', 503, '1'],
    ['engine_lost', 503, '1'],
  ])('is answered with the reason: %s is %i', async (code, status, retryAfter) => {
    transcriber.decode = async () => {
      throw new SpeechError(code, `to have this: ${code}`);
    };
    for (const headers of [{}, asEvents]) {
      const response = await postRecording(server, { audio: 'AAAA' }, { headers });
      expect(response.headers.get('retry-after')).toBe(retryAfter);
      await expectProblem(response, status, `to have this: ${code}`);
    }
    const rows = await server.accounting.stores.usage.recent(server.ownerId, { limit: 2 });
    expect(rows).toMatchObject(Array(2).fill({ endpoint: '/v1/asr', status: BigInt(status), price: 0n }));
  });
});
