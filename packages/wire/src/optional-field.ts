import type { z } from 'zod';

/**
 * A field that may be left out. Null counts as left out too: several clients send nil for whatever their
 * caller did not set.
 *
 * @param fallback an immutable value; all requests share it
 */
export function optionalField<Schema extends z.ZodType>(
  schema: Schema,
  fallback: z.output<Schema> & (string | number | boolean),
  description: string,
) {
  return schema
    .nullish()
    .meta({ description, default: fallback })
    .transform((value): z.output<Schema> => value ?? fallback);
}
