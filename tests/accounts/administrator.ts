import type { AdminWallet, LedgerEntry, LedgerPage, Scope, UsageReport } from '@shoal/wire';

/** A server that takes orders. */
export interface Administered {
  url: string;
  adminToken: string;
}

/** An account and a key that is good for it. */
export interface Customer {
  id: string;
  key: string;
  keyId: string;
}

export interface NewCustomer {
  /** Dollars to begin with. */
  credit?: string;
  role?: 'admin' | 'member';
  concurrency?: number;
  scopes?: readonly Scope[];
}

/** Calls /admin/v1 with the admin token. Every method throws unless the answer is a success. */
export class Administrator {
  readonly #server: Administered;

  constructor(server: Administered) {
    this.#server = server;
  }

  /** Makes an account with a key, and tops it up. */
  async newCustomer({ credit, scopes, ...account }: NewCustomer = {}): Promise<Customer> {
    const { _id: id } = await this.call<{ _id: string }>('POST', '/accounts', {
      nickname: 'Ada',
      ...account,
    });
    const made = await this.newKey(id, scopes && { scopes });
    if (credit !== undefined) await this.topUp(id, credit);
    return { id, ...made };
  }

  async newKey(accountId: string, body: object = {}): Promise<{ key: string; keyId: string }> {
    const path = `/accounts/${accountId}/keys`;
    const { key, _id: keyId } = await this.call<{ key: string; _id: string }>('POST', path, body);
    return { key, keyId };
  }

  async revokeKey({ id, keyId }: Pick<Customer, 'id' | 'keyId'>): Promise<void> {
    await this.call('DELETE', `/accounts/${id}/keys/${keyId}`);
  }

  /** @param amount in dollars */
  topUp(accountId: string, amount: string): Promise<AdminWallet> {
    return this.call('POST', `/accounts/${accountId}/top-ups`, { amount });
  }

  wallet(accountId: string): Promise<AdminWallet> {
    return this.call('GET', `/accounts/${accountId}/wallet`);
  }

  /** What the account was charged, the newest first. */
  async charges(accountId: string): Promise<LedgerEntry[]> {
    const path = `/accounts/${accountId}/ledger?page_size=100`;
    const { items } = await this.call<LedgerPage>('GET', path);
    return items.filter(({ kind }) => kind === 'charge');
  }

  usage(query: string): Promise<UsageReport> {
    return this.call('GET', `/usage?${query}`);
  }

  async call<Answer>(method: string, path: string, body?: object): Promise<Answer> {
    const response = await fetch(`${this.#server.url}/admin/v1${path}`, {
      method,
      headers: { Authorization: `Bearer ${this.#server.adminToken}`, 'Content-Type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return JSON.parse(text) as Answer;
  }
}
