import type { z } from 'zod';

/**
 * A field that may be left out. Null counts as left out too: several clients send nil for whatever their
 * caller did not set.
 *
 * @param fallback an immutable value; all requests share it
 */
export function optionalField<
  Schema extends z.ZodType,
  Fallback extends (z.output<Schema> & (string | number | boolean)) | null,
>(schema: Schema, fallback: Fallback, description: string) {
  return schema
    .nullish()
    .meta({ description, default: fallback })
    .transform((value): z.output<Schema> | Fallback => value ?? fallback);
}

/** A field of a change. Undefined stands for "as it is", and so does null, as in every other request. */
export function keptUnlessGiven<Schema extends z.ZodType>(schema: Schema, description: string) {
  return schema
    .nullish()
    .describe(`${description} Left out: as it is.`)
    .transform((value): z.output<Schema> | undefined => value ?? undefined);
}
