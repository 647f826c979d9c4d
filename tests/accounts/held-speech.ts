import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { finished } from 'node:stream/promises';

/** Ten minutes of sines, 20 MB: more than the connection between server and client can hold. */
export const endlessText = 'And so on, and so on, and so forth. '.repeat(800);

/** A speech that goes on for as long as somebody wants: its client reads nothing of it. */
export interface HeldSpeech {
  status: number;
  retryAfter: string | undefined;
  /** Leaves. */
  letGo(): void;
  /** Reads all that is left. Resolves to whether it came to its end. */
  isWhole(): Promise<boolean>;
}

/** Bytes in which some utterances are complete; the first one has no more than 64 characters of 640 bytes. */
export const firstBytes = 256 * 1024;

/**
 * Asks for the endless text in the voice of sines. Resolves when a refusal is there, or as many bytes of it as wanted.
 */
export async function holdSpeech(
  server: { url: string; key: string },
  { bytes = 1 } = {},
): Promise<HeldSpeech> {
  const call = request(`${server.url}/v1/tts`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${server.key}`, 'Content-Type': 'application/json' },
  });
  call.on('error', () => {});
  call.end(JSON.stringify({ text: endlessText, reference_id: 'tone-a', format: 'pcm' }));
  const [response] = (await once(call, 'response')) as [IncomingMessage];
  response.on('error', () => {});
  if (response.statusCode === 200) await read(response, bytes);
  return {
    status: response.statusCode ?? 0,
    retryAfter: response.headers['retry-after'],
    letGo: () => call.destroy(),
    isWhole: async () => {
      // It may have ended already.
      await finished(response.resume()).catch(() => {});
      return response.complete;
    },
  };
}

async function read(response: IncomingMessage, bytes: number): Promise<void> {
  let left = bytes;
  while (left > 0) {
    const [chunk] = (await once(response, 'data')) as [Buffer];
    response.pause();
    left -= chunk.length;
    if (left > 0) response.resume();
  }
}
