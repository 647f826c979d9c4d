import { randomBytes } from 'node:crypto';

const TIME_DIGITS = 12;
const RANDOM_BYTES = 10;

/** A new id of 32 hex digits. Ids made later sort later, to the millisecond, so that indexes grow at their end. */
export function createId(nowMs: number = Date.now()): string {
  return nowMs.toString(16).padStart(TIME_DIGITS, '0') + randomBytes(RANDOM_BYTES).toString('hex');
}
