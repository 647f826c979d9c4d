import { z } from 'zod';

/** How the server names what it keeps: accounts, keys, wallets, entries. */
export const Id = z
  .string()
  .regex(/^[0-9a-f]{32}$/, { error: 'Input should be 32 hex digits in lower case' })
  .describe('An id: 32 hex digits.');
export type Id = z.infer<typeof Id>;
