/** What a query may be given: of these both databases make the same. */
export type Parameter = string | bigint | number | null;

const LEAST_INTEGER = -(2n ** 63n);
const GREATEST_INTEGER = 2n ** 63n - 1n;

/**
 * Lets nothing through that a database would take for something else, or that libsql answers by ending the
 * process. Lone surrogates pass: both databases keep U+FFFD in their place.
 *
 * @throws TypeError
 */
export function checkParameters(parameters: readonly unknown[]): asserts parameters is readonly Parameter[] {
  for (const value of parameters) {
    const objection = objectionTo(value);
    if (objection) throw new TypeError(`A database cannot be given ${objection}`);
  }
}

function objectionTo(value: unknown): string | undefined {
  if (value === null) return undefined;
  switch (typeof value) {
    case 'string':
      // PostgreSQL has no such text, and libsql ends it there.
      return value.includes('\0') ? 'text with a NUL character' : undefined;
    case 'bigint':
      return value < LEAST_INTEGER || value > GREATEST_INTEGER ? 'an integer of over 64 bits' : undefined;
    case 'number':
      // SQLite would keep null instead of NaN.
      return Number.isFinite(value) ? undefined : String(value);
    default:
      return `a value of the type ${typeof value}`;
  }
}
