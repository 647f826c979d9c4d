import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { Administrator } from '../accounts/administrator.ts';
import { type RunningServer, runServer } from '../running-server.ts';

// What the types of the two Python clients (pydantic) and of the Go client (encoding/json) insist on, all together:
// a member that is missing or of another type is an exception there. Additional ones are ignored.

const Credit = z.object({
  _id: z.string(),
  user_id: z.string(),
  // Python's `decimal.Decimal`, but a string for Go.
  credit: z.string().regex(/^-?\d+(\.\d+)?$/),
  created_at: z.string(),
  updated_at: z.string(),
  has_phone_sha256: z.boolean(),
  has_free_credit: z.boolean().nullable(),
});

const Package = z.object({
  _id: z.string(),
  user_id: z.string(),
  type: z.string(),
  total: z.int(),
  balance: z.int(),
  created_at: z.string(),
  updated_at: z.string(),
  // The older Python client takes no null.
  finished_at: z.string(),
});

let server: RunningServer;
/** Keys of accounts with nothing, and with something of everything. */
let keys: { poor: string; rich: string };
beforeAll(async () => {
  server = await runServer({ engines: ['tone'] });
  const administrator = new Administrator(server);
  const [poor, rich] = [
    await administrator.newCustomer(),
    await administrator.newCustomer({ credit: '7.25' }),
  ];
  await administrator.call('POST', `/accounts/${rich.id}/free-credit`, { amount: '0.000001' });
  await administrator.call('PUT', `/accounts/${rich.id}/package`, { type: 'Team', total: 1_000_000 });
  keys = { poor: poor.key, rich: rich.key };
});
afterAll(() => server?.[Symbol.asyncDispose]());

const ask = async (path: string, key: string): Promise<unknown> => {
  const headers = { Authorization: `Bearer ${key}`, 'User-Agent': 'fish-audio/python/1.3.0' };
  const response = await fetch(server.url + path, { headers });
  expect(response.status).toBe(200);
  return response.json();
};

it.each([
  { query: '', free: [null, null] },
  { query: '?check_free_credit=true', free: [false, true] },
  { query: '?check_free_credit=false', free: [null, null] },
  // Python's HTTP client sends None as nothing.
  { query: '?check_free_credit=', free: [null, null] },
])('the credit comes as the Python and Go clients parse it, asked with "$query"', async ({ query, free }) => {
  const poor = Credit.parse(await ask(`/wallet/self/api-credit${query}`, keys.poor));
  const rich = Credit.parse(await ask(`/wallet/self/api-credit${query}`, keys.rich));
  expect([poor.credit, rich.credit]).toEqual(['0', '7.250001']);
  expect([poor.has_free_credit, rich.has_free_credit]).toEqual(free);
});

it('the package comes as the Python and Go clients parse it', async () => {
  const none = Package.parse(await ask('/wallet/self/package', keys.poor));
  const team = Package.parse(await ask('/wallet/self/package', keys.rich));
  expect(none).toMatchObject({ total: 0, balance: 0 });
  expect(team).toMatchObject({ type: 'Team', total: 1_000_000, balance: 1_000_000 });
});
