import { z } from 'zod';

// A query holds strings, and lists of them where a name is repeated. Each function here reads them as the
// type its schema is of; what cannot be read is left to the schema to refuse. `name=` counts as left out:
// Python's HTTP clients send it for None.

/** A whole number. */
export function queryInteger<Schema extends z.ZodType<number | undefined>>(schema: Schema) {
  return z.preprocess((value) => {
    if (value === '') return undefined;
    return typeof value === 'string' && /^-?\d{1,15}(\.\d{1,15})?$/.test(value) ? Number(value) : value;
  }, schema);
}

const flags: ReadonlyMap<unknown, boolean | undefined> = new Map([
  ['true', true],
  ['1', true],
  ['false', false],
  ['0', false],
  ['', undefined],
]);

/** `true` or `1`, `false` or `0`, in any case. */
export function queryFlag<Schema extends z.ZodType<boolean | undefined>>(schema: Schema) {
  return z.preprocess((value) => {
    const word = typeof value === 'string' ? value.toLowerCase() : value;
    return flags.has(word) ? flags.get(word) : value;
  }, schema);
}

/** Text of any form. */
export function queryText<Schema extends z.ZodType>(schema: Schema) {
  return z.preprocess((value) => (value === '' ? undefined : value), schema);
}

/** Several values: joined by commas, or by repeating the name. */
export function queryList<Schema extends z.ZodType<unknown[] | undefined>>(schema: Schema) {
  return z.preprocess((value) => {
    if (value === undefined) return undefined;
    const values = [value].flat().flatMap((text) => (typeof text === 'string' ? text.split(',') : [text]));
    const given = [...new Set(values)].filter((text) => text !== '');
    return given.length > 0 ? given : undefined;
  }, schema);
}
