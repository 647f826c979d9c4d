import { createHash } from 'node:crypto';

/**
 * A client's `Idempotency-Key` as the tables have it: two accounts may choose the same one, and keys may be longer
 * than PostgreSQL can index.
 */
export function storedKey(accountId: string, idempotencyKey: string): string {
  return createHash('sha256').update(`${accountId} ${idempotencyKey}`).digest('hex');
}
