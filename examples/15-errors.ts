// What can go wrong, and what to do then.
import {
  APIError,
  AuthenticationError,
  ConnectionError,
  FishAudio,
  FishAudioError,
  InsufficientCreditError,
  RateLimitError,
  ValidationError,
  WebSocketError,
} from '@shoal/sdk';

// What fails only for now is tried again by itself, up to so many times.
const client = new FishAudio({ maxRetries: 3, timeoutMs: 30_000 });

async function attempt(call: () => PromiseLike<unknown>) {
  try {
    await call();
    console.log('It worked');
  } catch (error) {
    console.log(advice(error));
  }
}

function advice(error: unknown): string {
  if (error instanceof AuthenticationError) return 'Check FISH_API_KEY';
  if (error instanceof InsufficientCreditError) return 'Top up first';
  if (error instanceof RateLimitError) return `Come back in ${error.retryAfterMs ?? 1_000} ms`;
  if (error instanceof ValidationError)
    return error.issues.map(({ loc, msg }) => `${loc.join('.')}: ${msg}`).join('\n');
  if (error instanceof APIError) return `${error.status}: ${error.message}`;
  if (error instanceof WebSocketError) return `The live turn broke off: ${error.message}`;
  if (error instanceof ConnectionError) return 'Is the server up?';
  if (error instanceof FishAudioError) return error.message;
  throw error;
}

async function listen(audio: AsyncIterable<Uint8Array>) {
  for await (const _ of audio);
}

await attempt(() => client.tts.convert({ text: 'Hello.' }));
await attempt(() => client.tts.convert({ text: 'Hello.', speed: 9 }));
await attempt(() => client.tts.convert({ text: 'Hello.', referenceId: 'nobody' }));
await attempt(() => new FishAudio({ apiKey: 'wrong' }).tts.convert({ text: 'Hello.' }));
await attempt(() => listen(client.tts.streamWebsocket(['Hello.'], { speed: 9 })));
await attempt(() => new FishAudio({ baseUrl: 'http://127.0.0.1:1', maxRetries: 0 }).voices.list());
