import { z } from 'zod';

/** The header `Idempotency-Key`, of endpoints whose work costs something. */
export const IdempotencyKey = z
  .string()
  .regex(/^[\x21-\x7e]{1,255}$/, { error: 'Input should be 1 to 255 visible ASCII characters' })
  .optional()
  .describe(
    'Your name for this request, 1 to 255 visible ASCII characters. A second request of the account with the same one is refused, unless the first failed: repeating it cannot cost twice.',
  );
