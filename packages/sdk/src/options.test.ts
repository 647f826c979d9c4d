import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FishAudio, FishAudioError, WebSocketSession } from './index.ts';

interface Sent {
  address: string;
  headers: Headers;
}

/** What a client with these options sends. */
async function sentBy(
  options: ConstructorParameters<typeof FishAudio>[0],
  call?: Parameters<FishAudio['account']['getPackage']>[0],
): Promise<Sent> {
  let sent: Sent | undefined;
  const answer: typeof fetch = async (address, init) => {
    sent = { address: String(address), headers: new Headers(init?.headers) };
    return new Response('{}');
  };
  await new FishAudio({ ...options, fetch: answer }).account.getPackage(call);
  if (!sent) throw new Error('Nothing was sent');
  return sent;
}

beforeEach(() => {
  vi.stubEnv('FISH_API_KEY', '');
  vi.stubEnv('FISH_BASE_URL', '');
});
afterEach(() => {
  vi.unstubAllEnvs();
});

describe('A client', () => {
  it('talks to the public API with its key', async () => {
    const { address, headers } = await sentBy({ apiKey: ' abc\n' });
    expect(address).toBe('https://api.fish.audio/wallet/self/package');
    expect(headers.get('authorization')).toBe('Bearer abc');
  });

  it('takes key and address from the environment', async () => {
    vi.stubEnv('FISH_API_KEY', 'from-env');
    vi.stubEnv('FISH_BASE_URL', 'http://127.0.0.1:8080/speech//');
    const { address, headers } = await sentBy({});
    expect(address).toBe('http://127.0.0.1:8080/speech/wallet/self/package');
    expect(headers.get('authorization')).toBe('Bearer from-env');
  });

  it('needs no key for a server of one’s own', async () => {
    const { headers } = await sentBy({ baseUrl: 'http://127.0.0.1:8080' });
    expect(headers.has('authorization')).toBe(false);
  });

  it('adds the headers and the query of client and call, and the call wins', async () => {
    const { address, headers } = await sentBy(
      { apiKey: 'abc', headers: { 'X-Team': 'a', 'X-App': 'b' } },
      { headers: { 'x-team': 'c' }, query: { tag: ['d', 'e&f'], none: undefined, yes: true } },
    );
    expect(new URL(address).search).toBe('?tag=d&tag=e%26f&yes=true');
    expect([headers.get('x-team'), headers.get('x-app')]).toEqual(['c', 'b']);
  });

  it('lets a header for the key win over the key, however it is written', async () => {
    const { headers } = await sentBy({ apiKey: 'abc', headers: { authorization: 'Basic x' } });
    expect(headers.get('authorization')).toBe('Basic x');
  });

  it.each([
    ['no key for the public API', {}, 'An API key is needed: pass apiKey or set FISH_API_KEY'],
    ['a key with a line break', { apiKey: 'a\nb' }, 'The API key has characters that no key has'],
    ['an address that is none', { apiKey: 'a', baseUrl: 'fish' }, 'baseUrl should be an address'],
    ['an address of a file', { apiKey: 'a', baseUrl: 'file:///tmp' }, 'baseUrl should be an address'],
    ['a time-out of 0', { apiKey: 'a', timeoutMs: 0 }, 'timeoutMs should be more than 0'],
    ['half a retry', { apiKey: 'a', maxRetries: 0.5 }, 'maxRetries should be a whole number'],
  ])('refuses %s', (_, options, message) => {
    expect(() => new FishAudio(options)).toThrow(message);
    expect(() => new FishAudio(options)).toThrow(FishAudioError);
  });

  it('does not show its key', () => {
    const clients = [new FishAudio({ apiKey: 'top-secret' }), new WebSocketSession('top-secret')];
    expect(inspect(clients, { depth: 10, showHidden: true })).not.toContain('top-secret');
    expect(JSON.stringify(clients)).not.toContain('top-secret');
  });
});
