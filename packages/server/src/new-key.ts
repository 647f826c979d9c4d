import { z } from 'zod';
import { AccountStore } from './accounts/account-store.ts';
import { AddressFile } from './address-file.ts';
import { type Configuration, readConfiguration } from './configuration.ts';
import { everydayScopes } from './first-run.ts';
import { readAdminToken } from './keys/admin-token.ts';
import { KeyStore } from './keys/key-store.ts';
import { openDatabase } from './storage/open-database.ts';

/** Makes another API key for the owner's account and shows it once. */
export async function newKey(): Promise<void> {
  const configuration = readConfiguration(process.env);
  const key = (await askServer(configuration)) ?? (await askDatabase(configuration));
  process.stdout.write(`${key}\n`);
}

/** A running server has its SQLite file to itself, so it has to be asked. */
async function askServer({ dataDir, databaseUrl, adminToken }: Configuration): Promise<string | undefined> {
  if (databaseUrl !== undefined) return undefined;
  const address = await new AddressFile(dataDir).read();
  const token = adminToken ?? (await readAdminToken(dataDir));
  if (!address || !token) return undefined;
  const response = await fetch(`${address.url}/admin/v1/accounts/${address.owner}/keys`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({ scopes: everydayScopes }),
  }).catch(() => undefined);
  if (!response) return undefined;
  if (!response.ok) throw new Error(`The server at ${address.url} refuses with ${response.status}`);
  return z.object({ key: z.string() }).parse(await response.json()).key;
}

async function askDatabase(configuration: Configuration): Promise<string> {
  const database = await openDatabase(configuration, {
    onWaiting: ({ host, port }) => process.stderr.write(`Waiting for PostgreSQL at ${host}:${port}\n`),
  });
  try {
    const owner = await new AccountStore(database).ensureOwner();
    const created = await new KeyStore(database).create(owner.id, { scopes: everydayScopes });
    if (!created) throw new Error('The account of the owner is gone');
    return created.secret;
  } finally {
    await database.close();
  }
}
