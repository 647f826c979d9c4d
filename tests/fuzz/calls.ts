import { type Endpoint, type EndpointName, endpoints } from '@shoal/wire';
import type { ServerAddress } from './observed-server-main.ts';
import type { Random } from './random.ts';
import { speechRequest } from './speech-requests.ts';

/** A request to an endpoint, before it is written down. */
export interface Call {
  endpoint: EndpointName;
  /** With its query. */
  path: string;
  body: Record<string, unknown> | undefined;
  /** Model that is named in the head. */
  model?: string;
}

export function speechCall(random: Random): Call {
  if (random.once(8)) return designCall(random);
  const endpoint = random.once(4) ? 'speakWithTimestamps' : 'speak';
  return { endpoint, path: endpoints[endpoint].path, body: speechRequest(random) };
}

function designCall(random: Random): Call {
  const fields = {
    reference_text: random.pick([null, '', 'Hi.', '😀']),
    language: random.pick([null, 'en', 'tlh', 'x-']),
    n: 1,
    speed: random.pick([0.1, 3]),
    guidance_scale: random.pick([0, 1e9]),
    seed: random.pick([null, -1, 2 ** 53 - 1]),
  };
  const chosen = Object.entries(fields).filter(() => random.once(2));
  const instruction = random.pick(['a', 'not very very deep', '老 woman, 70s', '\ud800', '[(*+?']);
  return {
    ...{ endpoint: 'designVoice', path: endpoints.designVoice.path, model: 'voice-design-1' },
    body: { instruction, n: 1, ...Object.fromEntries(chosen) },
  };
}

const ofAccounts = (Object.keys(endpoints) as EndpointName[]).filter((name) => {
  const { scope } = endpoints[name];
  return scope === 'admin' || scope === 'wallet:read';
});

/** A request about accounts, keys, money or usage. Its path is not always of somebody, nor its query of use. */
export function accountCall(random: Random, server: ServerAddress): Call {
  const endpoint = random.pick(ofAccounts);
  const { path, query }: Endpoint = endpoints[endpoint];
  const ids = { account_id: server.accountId, key_id: server.keyId, user_id: 'self' };
  const filled = path.replace(/\{(\w+)\}/g, (_, name: keyof typeof ids) =>
    random.once(8) ? random.pick(strangeSegments) : ids[name],
  );
  return {
    endpoint,
    path: query && random.once(2) ? `${filled}?${queryOf(random)}` : filled,
    body: bodies[endpoint]?.(random),
  };
}

const strangeSegments = [
  '0'.repeat(32),
  'self',
  '%00',
  '%ff',
  '..%2f',
  'a'.repeat(3_000),
  '%F0%9F%90%9F',
  '-1',
];

const queryValues = [
  ...['', '1', '2', '0', '-1', '1e3', '99999999999999999999', 'true', 'NaN', '%00', '%', '%ff', 'self'],
  ...['day', 'day,account', 'day,day,,day', 'key', 'voice,model,endpoint', '2026-02-30', '2020-01-01'],
  ...['2099-12-31T23:59:59Z', '-271821-04-20', '+275760-09-13T00:00:00Z', 'a'.repeat(2_000)],
];

function queryOf(random: Random): string {
  const names = [
    'page_size',
    'page_number',
    'from',
    'to',
    'group_by',
    'account_id',
    'check_free_credit',
    '__proto__',
  ];
  const pairs = Array.from(
    { length: 1 + random.below(4) },
    () => `${random.pick(names)}=${random.pick(queryValues)}`,
  );
  return pairs.join('&');
}

/** Bodies that fit; the rest is made of them. */
const bodies: Partial<Record<EndpointName, (random: Random) => Record<string, unknown>>> = {
  createAccount: (random) => ({
    nickname: 'Anna',
    avatar: 'https://example.org/a',
    role: random.pick(['member', null]),
  }),
  updateAccount: (random) => ({ nickname: 'Bert', concurrency: random.pick([null, 1, 100_000]) }),
  createKey: (random) => ({
    name: 'Phone',
    scopes: ['tts'],
    expires_at: random.pick([null, '2099-01-01T00:00:00Z']),
  }),
  topUp: (random) => ({
    amount: random.pick(['0.000001', 1_000_000, 0.5]),
    reference: random.pick([null, 'a', 'b']),
  }),
  grantFreeCredit: () => ({ amount: 1 }),
  setPackage: (random) => ({
    type: 'Team',
    total: random.pick([1, 10 ** 12]),
    finished_at: random.pick([null, '2099-01-01T00:00:00Z']),
  }),
};
