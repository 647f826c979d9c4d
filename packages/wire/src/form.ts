import { z } from 'zod';
import { WireError } from './error.ts';

/** What a form may hold. The largest one that the contract has needs some sixty entries. */
export const formLimits = { entries: 1_000, urlEncodedBytes: 1024 * 1024 } as const;

/**
 * What the entries of a form amount to: a field that is there several times is a list. `tags[]` is `tags`, as some
 * HTTP clients name lists.
 */
export function formFields<Value>(
  entries: Iterable<readonly [name: string, value: Value]>,
): Record<string, Value | Value[]> {
  const fields = new Map<string, Value[]>();
  for (const [sent, value] of entries) {
    const name = sent.replace(/\[\]$/, '');
    const values = fields.get(name);
    if (values) values.push(value);
    else fields.set(name, [value]);
  }
  return Object.fromEntries(
    [...fields].map(([name, values]) => [name, values.length === 1 ? (values[0] as Value) : values]),
  );
}

/**
 * Decodes `application/x-www-form-urlencoded` (WHATWG URL Standard §5.1).
 *
 * @throws WireError `too_large`
 */
export function decodeForm(body: Uint8Array): Record<string, string | string[]> {
  const { entries, urlEncodedBytes } = formLimits;
  if (body.length > urlEncodedBytes)
    throw new WireError('too_large', 'A form of this size should be multipart');
  const text = new TextDecoder().decode(body);
  // To parse it would cost a hundred times its size.
  if (text.split('&', entries + 1).length > entries)
    throw new WireError('too_large', `A form should have at most ${entries} fields`);
  return formFields(new URLSearchParams(text));
}

const flagWords = ['true', 'false', 'True', 'False', '1', '0'] as const;

/** Yes or no: in forms there is only text. */
export const Flag = z.union([
  z.boolean(),
  z.enum(flagWords).transform((word) => word === '1' || word.toLowerCase() === 'true'),
]);

/** One value or several: forms do not tell one from a list of one. */
export function oneOrMore<Schema extends z.ZodType>(
  schema: Schema,
  { min = 0, max }: { min?: number; max: number },
) {
  return z
    .union([z.array(schema).min(min).max(max), schema])
    .transform((value) => [value].flat() as z.output<Schema>[]);
}
