import { CreateKey, invalidInput, parseInput, type ApiKey as WireKey } from '@shoal/wire';
import type { ApiKey, KeyStore } from '../keys/key-store.ts';
import { Problem } from '../speaking/problem.ts';
import { present } from './admin-accounts.ts';
import type { EndpointHandlers } from './mount.ts';
import { pageRange } from './page-range.ts';
import { isoTime } from './wallet.ts';

/** Administrators and the keys of accounts. */
export function keyEndpoints(
  keys: KeyStore,
  forgetKeys: () => void,
): Pick<EndpointHandlers, 'listKeys' | 'createKey' | 'revokeKey'> {
  return {
    listKeys: async ({ params, query }) => {
      const { total, items } = present(await keys.list(params.account_id, pageRange(query)));
      return { total, items: items.map(wireKey) };
    },
    createKey: async ({ params, body, reply }) => {
      const { name, scopes, expires_at } = parseInput(CreateKey, body, 'body');
      if (expires_at && expires_at.getTime() <= Date.now()) {
        throw invalidInput(['body', 'expires_at'], 'Input should be in the future');
      }
      const expiresAtMs = expires_at?.getTime() ?? null;
      const { key, secret } = present(await keys.create(params.account_id, { name, scopes, expiresAtMs }));
      reply.code(201);
      return { ...wireKey(key), key: secret };
    },
    revokeKey: async ({ params }) => {
      const key = await keys.revoke(params.account_id, params.key_id);
      if (!key) throw new Problem(404, 'The account has no such key');
      forgetKeys();
      return wireKey(key);
    },
  };
}

function wireKey(key: ApiKey): WireKey {
  const timeOrNull = (ms: number | null) => (ms === null ? null : isoTime(ms));
  return {
    _id: key.id,
    account_id: key.accountId,
    name: key.name,
    scopes: [...key.scopes],
    hint: key.hint,
    created_at: isoTime(key.createdAtMs),
    expires_at: timeOrNull(key.expiresAtMs),
    last_used_at: timeOrNull(key.lastUsedAtMs),
    revoked_at: timeOrNull(key.revokedAtMs),
  };
}
