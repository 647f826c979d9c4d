import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { type Endpoint, endpoints, ordinaryScopes, type Scope } from '@shoal/wire';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { type RunningServer, runServer } from '../running-server.ts';
import { newVoice } from '../voices/recorded-voice.ts';
import { shortRecording } from '../voices/recordings.ts';
import { Administrator, type Customer } from './administrator.ts';

const NOBODY = 'f'.repeat(32);
const guarded = Object.entries(endpoints).flatMap(([name, endpoint]: [string, Endpoint]) =>
  endpoint.scope === null ? [] : [{ name, ...endpoint, scope: endpoint.scope }],
);
const idNames = ({ params }: Pick<Endpoint, 'params'>) => Object.keys(params?.shape ?? {});
/** Of voices, of which some may be seen by everybody; and of a file of theirs. */
const voiceIds = ['id', 'voice_id', 'sample'];
const isAboutVoices = (endpoint: Pick<Endpoint, 'params'>) =>
  idNames(endpoint).some((name) => voiceIds.includes(name));
const withVoiceIds = guarded.filter(isAboutVoices);
const withIds = guarded.filter((endpoint) => idNames(endpoint).length > 0 && !isAboutVoices(endpoint));
/** Bodies that endpoints take, so that a refusal is for no other reason. */
const bodies: Record<string, object> = {
  createAccount: { nickname: 'Ada' },
  topUp: { amount: '1' },
  grantFreeCredit: { amount: '1' },
  setPackage: { type: 'plus', total: 1 },
  speak: { text: 'Hello.', reference_id: 'tone-a' },
};

interface Answer {
  status: number;
  /** All but those that differ each time. */
  headers: Record<string, unknown>;
  body: string;
}

let server: RunningServer;
let administrator: Administrator;
let customer: Customer;
let other: Customer;
beforeAll(async () => {
  server = await runServer({ engines: ['tone'] });
  administrator = new Administrator(server);
  customer = await administrator.newCustomer();
  other = await administrator.newCustomer({ credit: '10' });
});
afterAll(() => server[Symbol.asyncDispose]());

/** Calls an endpoint; `authorization` may be several headers. */
async function call(
  { name, method, path, body }: (typeof guarded)[number],
  authorization: string[],
  ids: Record<string, string> = {},
): Promise<Answer> {
  const filled = path.replace(/\{(\w+)\}/g, (_, id: string) => ids[id] ?? (id === 'sample' ? '1' : NOBODY));
  const sent = request(`${server.url}${filled}`, { method, agent: false });
  sent.setHeader('Authorization', authorization);
  if (body) sent.setHeader('Content-Type', 'application/json');
  sent.end(body && JSON.stringify(bodies[name] ?? {}));
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  const text = Buffer.concat(await response.toArray()).toString();
  const { date, 'x-request-id': id, ...headers } = response.headers;
  expect([date, id]).toEqual([expect.any(String), expect.stringMatching(/^[0-9a-f]{32}$/)]);
  return { status: response.statusCode ?? 0, headers, body: text };
}

const bearer = (key: string) => [`Bearer ${key}`];

describe('Endpoints that take an id', () => {
  it('are there', () => {
    expect(withIds.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['apiCredit', 'package', 'getAccount', 'revokeKey', 'listLedger']),
    );
  });

  it.each(withIds)(
    '$name: tells strangers nothing of what exists, without asking the database',
    async (endpoint) => {
      const mine = bearer(customer.key);
      // Whoever calls is known from now on.
      await call(endpoint, mine);
      const spies = (['read', 'write', 'writeDurably'] as const).map((name) =>
        vi.spyOn(server.database, name),
      );
      const queries = () => spies.flatMap(({ mock }) => mock.calls).length;
      const theirs = await call(endpoint, mine, idsOf(endpoint, other));
      const nobodys = await call(endpoint, mine);
      expect(queries()).toBe(0);
      // Administrators get a look.
      await call(endpoint, bearer(server.key));
      expect(queries()).toBeGreaterThan(0);
      vi.restoreAllMocks();
      expect(theirs.status).toBe(403);
      expect(theirs).toStrictEqual(nobodys);
    },
  );

  it.each(withIds.filter((endpoint) => idNames(endpoint).length > 1))(
    '$name: finds nothing of one account within another, even for administrators',
    async (endpoint) => {
      const admin = bearer(server.adminToken);
      const mixed = await call(endpoint, admin, { ...idsOf(endpoint, other), account_id: customer.id });
      expect(mixed.status).toBe(404);
      expect(mixed).toStrictEqual(await call(endpoint, admin, { account_id: customer.id }));
      expect(mixed).toStrictEqual(await call(endpoint, admin));
    },
  );

  it('answers administrators 404 where there is no account', async () => {
    for (const endpoint of withIds) {
      const { status, body } = await call(endpoint, bearer(server.key));
      expect([endpoint.name, status, JSON.parse(body).status]).toEqual([endpoint.name, 404, 404]);
    }
  });

  it('left the other account as it was', async () => {
    const wallet = await administrator.wallet(other.id);
    expect(wallet).toMatchObject({ balance: '10', package: null, free_credit: '0' });
    const response = await fetch(`${server.url}/wallet/self/api-credit`, {
      headers: { Authorization: `Bearer ${other.key}` },
    });
    expect(response.status).toBe(200);
  });
});

describe('A private voice', () => {
  it.each(withVoiceIds)('$name: is as good as none to another account', async (endpoint) => {
    const owner = { url: server.url, key: other.key };
    const id = await newVoice(owner, [shortRecording()]);
    const ids = { id, voice_id: id };
    const theirs = await call(endpoint, bearer(customer.key), ids);
    expect(theirs.status).toBe(404);
    expect(theirs).toStrictEqual(await call(endpoint, bearer(customer.key)));
    if (endpoint.keyOptional) expect(await call(endpoint, [], ids)).toStrictEqual(theirs);
    const own = await call(endpoint, bearer(other.key), ids);
    expect(own.status).toBe(200);
  });
});

/** The ids in an endpoint's path, of what belongs to somebody. */
function idsOf(endpoint: Pick<Endpoint, 'params'>, owner: Customer): Record<string, string> {
  const known: Record<string, string> = { account_id: owner.id, user_id: owner.id, key_id: owner.keyId };
  const names = idNames(endpoint);
  // A new kind of id has to be added here.
  expect(names.filter((name) => !(name in known))).toEqual([]);
  return Object.fromEntries(names.map((name) => [name, known[name] ?? '']));
}

describe('Keys that are not good', () => {
  const bad: [name: string, status: number, authorization: (scope: Scope) => Promise<string[]>][] = [
    ['no key', 401, async () => []],
    ['an unknown key', 401, async () => bearer('0'.repeat(64))],
    ['another scheme', 401, async () => [`Basic ${customer.key}`]],
    ['an empty key', 401, async () => ['Bearer ']],
    ['a key with something behind it', 401, async () => [`Bearer ${server.adminToken} x`]],
    ['a huge key', 401, async () => bearer('k'.repeat(10_000))],
    ['a key of bytes', 401, async () => bearer('\u00ff\u00fe\u0080'.repeat(10))],
    ['two keys', 401, async () => [...bearer(server.key), ...bearer(server.key)]],
    ['a good key and a bad one', 401, async () => [...bearer(server.key), ...bearer('0'.repeat(64))]],
    ['a key that was revoked', 401, async () => bearer(await revokedKey())],
    ['a key that has expired', 401, async () => bearer(await expiredKey())],
    ['a key for other things', 403, async (scope) => bearer(await keyWithout(scope))],
  ];

  it.each(bad)('%s is answered with %d everywhere', async (_name, status, authorization) => {
    for (const endpoint of guarded) {
      const credentials = await authorization(endpoint.scope);
      // Where a key is optional, none is as good as any.
      if (endpoint.keyOptional && credentials.length === 0) continue;
      const answer = await call(endpoint, credentials);
      expect([endpoint.name, answer.status]).toEqual([endpoint.name, status]);
      expect(JSON.parse(answer.body)).toEqual({ status, message: expect.any(String) });
    }
    const socket = new WebSocket(`${server.webSocketUrl}/v1/tts/live`, {
      // A key that is no text cannot be given in `headers` twice.
      finishRequest: (handshake) => {
        void authorization('tts').then((values) => {
          if (values.length > 0) handshake.setHeader('Authorization', values);
          handshake.end();
        });
      },
    });
    const [, response] = (await once(socket, 'unexpected-response')) as [unknown, IncomingMessage];
    expect(response.statusCode).toBe(status);
  });

  it('are told apart by nothing', async () => {
    const [endpoint] = guarded;
    const answers = [];
    for (const name of ['an unknown key', 'a key that was revoked', 'a key that has expired']) {
      const [, , authorization] = bad.find(([known]) => known === name) ?? [];
      answers.push(endpoint && authorization && (await call(endpoint, await authorization('tts'))));
    }
    expect(answers[0]).toMatchObject({ status: 401 });
    expect(answers[1]).toStrictEqual(answers[0]);
    expect(answers[2]).toStrictEqual(answers[0]);
  });

  const made = new Map<string, string>();
  /** Makes a key the first time only. */
  const remembered = async (name: string, make: () => Promise<string>) => {
    const key = made.get(name) ?? (await make());
    made.set(name, key);
    return key;
  };
  const revokedKey = () =>
    remembered('revoked', async () => {
      const { key, keyId } = await administrator.newKey(customer.id);
      await administrator.revokeKey({ id: customer.id, keyId });
      return key;
    });
  const expiredKey = () =>
    remembered('expired', async () => {
      const expiresAtMs = Date.now() - 1;
      const { keys } = server.accounting.stores;
      return (await keys.create(customer.id, { scopes: ordinaryScopes, expiresAtMs }))?.secret ?? '';
    });
  const keyWithout = (scope: Scope) =>
    remembered(scope, async () => {
      const scopes = ordinaryScopes.filter((ordinary) => ordinary !== scope);
      return (await administrator.newKey(customer.id, { scopes })).key;
    });
});
