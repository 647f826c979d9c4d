import { Agent, request as httpRequest, type IncomingMessage } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { speechRequest, type Target } from './target.ts';

export interface HttpLoad {
  target: Target;
  text: string;
  /** Requests in flight at any time, each client on a kept-alive connection of its own. */
  clients: number;
  /** No request starts later than this; those in flight are waited for. */
  durationMs: number;
}

export interface HttpLoadResult {
  /** Answered completely; only these count anywhere below. */
  requests: number;
  failures: number;
  /** From the first request to the last answer. */
  wallMs: number;
  /** From the request sent to the first byte of its body. */
  firstByteMs: number[];
  /** From the request sent to the last byte of its body. */
  completeMs: number[];
  /** Bytes of audio, all answers together. */
  bytes: number;
  /** One answer, to look at. */
  sample: Uint8Array;
}

interface Answer {
  firstByteMs: number;
  completeMs: number;
  audio: Uint8Array;
}

/** A failing server is asked again after this, so that failures do not become a load of their own. */
const PAUSE_AFTER_FAILURE_MS = 50;

/** Closed loop: every client sends its next request when the former is answered. */
export async function loadHttp({ target, text, clients, durationMs }: HttpLoad): Promise<HttpLoadResult> {
  const agent = new Agent({ keepAlive: true, maxSockets: clients });
  const body = Buffer.from(JSON.stringify(speechRequest(text)));
  const result: HttpLoadResult = {
    requests: 0,
    failures: 0,
    wallMs: 0,
    firstByteMs: [],
    completeMs: [],
    bytes: 0,
    sample: new Uint8Array(),
  };
  const start = performance.now();
  const client = async () => {
    while (performance.now() - start < durationMs) {
      try {
        const { firstByteMs, completeMs, audio } = await speak(agent, target, body);
        result.requests += 1;
        result.firstByteMs.push(firstByteMs);
        result.completeMs.push(completeMs);
        result.bytes += audio.length;
        result.sample = audio;
      } catch {
        result.failures += 1;
        await pause(PAUSE_AFTER_FAILURE_MS);
      }
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  result.wallMs = performance.now() - start;
  agent.destroy();
  return result;
}

/** Rejects on any answer but a complete 200 with a body. */
function speak(agent: Agent, { url, key }: Target, body: Buffer): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const headers = {
      authorization: `Bearer ${key}`,
      'content-type': 'application/json',
      'content-length': body.length,
    };
    const sentAt = performance.now();
    const request = httpRequest(`${url}/v1/tts`, { method: 'POST', agent, headers });
    request.on('error', reject);
    request.on('response', (response: IncomingMessage) => {
      let firstByteMs: number | undefined;
      const pieces: Uint8Array[] = [];
      response.on('error', reject);
      response.on('data', (piece: Uint8Array) => {
        firstByteMs ??= performance.now() - sentAt;
        pieces.push(piece);
      });
      response.on('end', () => {
        const completeMs = performance.now() - sentAt;
        if (response.statusCode !== 200 || firstByteMs === undefined)
          reject(new Error(`${response.statusCode}`));
        else resolve({ firstByteMs, completeMs, audio: Buffer.concat(pieces) });
      });
    });
    request.end(body);
  });
}
