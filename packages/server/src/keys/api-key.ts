import { createHash, randomBytes } from 'node:crypto';

/** A new key: 32 random bytes in hex. Shown once, never stored. */
export function createApiKey(): string {
  return randomBytes(32).toString('hex');
}

/** What is stored of a key: SHA-256, in hex. Keys are random, so they need no slow hash. */
export function hashApiKey(key: string): string {
  return createHash('sha256').update(key).digest('hex');
}
