import { samplesFromWav } from '../../packages/speech/src/audio/measure.ts';
import type { RunningServer } from '../running-server.ts';

/** Where to call, and as whom. */
export type Endpoint = Pick<RunningServer, 'url' | 'key'>;

/** Calls `POST /v1/tts`. A string or bytes are sent as they are, anything else as JSON. */
export function postSpeech(
  { url, key }: Endpoint,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<Response> {
  return fetch(`${url}/v1/tts`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json', ...headers },
    body: typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body),
  });
}

/** The audio that a request gives. Throws unless the answer is 200. */
export async function speak(endpoint: Endpoint, request: Record<string, unknown>): Promise<Uint8Array> {
  return audioOf(await postSpeech(endpoint, request));
}

/** Mono samples in [-1, 1] at `sampleRate` Hz, one of the rates that WAV has. */
export async function speakSamples(
  endpoint: Endpoint,
  request: Record<string, unknown>,
  sampleRate = 16_000,
): Promise<Float32Array> {
  const file = await speak(endpoint, { ...request, format: 'wav', sample_rate: sampleRate });
  return samplesFromWav(file).samples;
}

/** The body of a 200; throws on anything else. */
export async function audioOf(response: Response): Promise<Uint8Array> {
  if (response.status !== 200) throw new Error(`${response.status}: ${await response.text()}`);
  return new Uint8Array(await response.arrayBuffer());
}
