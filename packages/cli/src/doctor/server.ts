import type { ServerAddress } from '../server-address.ts';
import { ask } from './ask.ts';
import type { Finding } from './finding.ts';

/** Whether the server that commands are for can be used, and with the key of the environment. */
export async function checkServer({ url, source }: ServerAddress, signal: AbortSignal): Promise<Finding[]> {
  const name = 'Server';
  const where = `${url} (${source})`;
  const reply = await ask(`${url}/ready`, signal);
  if (!reply) {
    const isNamed = source === 'FISH_BASE_URL' || source === '--base-url';
    const remedy = isNamed ? 'start it, or name another with FISH_BASE_URL' : 'start one: shoal serve';
    return [{ name, state: 'broken', detail: `nothing answers at ${where}`, remedy }];
  }
  // Servers that are not Shoal do not know the address.
  if (reply.status >= 500)
    return [
      {
        name,
        state: 'broken',
        detail: `${where} cannot speak now: HTTP ${reply.status}`,
        remedy: 'wait until it has started, or look into its log',
      },
    ];
  return [{ name, state: 'ok', detail: where }, await checkKey(url, signal)];
}

async function checkKey(baseUrl: string, signal: AbortSignal): Promise<Finding> {
  const name = 'API key';
  if (!process.env.FISH_API_KEY)
    return {
      name,
      state: 'broken',
      detail: 'FISH_API_KEY is not set',
      remedy: 'export FISH_API_KEY=$(shoal keys create), where the server runs',
    };
  const { APIError, AuthenticationError, FishAudio, PermissionError } = await import('@shoal/sdk');
  try {
    const client = new FishAudio({ baseUrl, maxRetries: 0, timeoutMs: 5_000 });
    const { credit } = await client.account.getCredits({}, { signal });
    return { name, state: 'ok', detail: `FISH_API_KEY is valid; its account has $${credit}` };
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof PermissionError)
      return { name, state: 'ok', detail: 'FISH_API_KEY is valid; it may not see the credit' };
    if (error instanceof AuthenticationError)
      return {
        name,
        state: 'broken',
        detail: 'FISH_API_KEY is not valid there',
        remedy: 'make another, where the server runs: shoal keys create',
      };
    const reason = error instanceof APIError ? `HTTP ${error.status}` : 'the connection was lost';
    return { name, state: 'broken', detail: `the server does not tell: ${reason}` };
  }
}
