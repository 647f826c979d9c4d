import type { Scope } from '@shoal/wire';
import type { Role } from '../accounts/account.ts';

/** Who calls, as a key tells. */
export interface Identity {
  accountId: string;
  keyId: string;
  /** What the key is good for. */
  scopes: ReadonlySet<Scope>;
  role: Role;
  /** Most requests of the account at once; null: what the server gives to such accounts. */
  concurrency: number | null;
  /** When the key stops working; null: never. */
  expiresAtMs: number | null;
}
