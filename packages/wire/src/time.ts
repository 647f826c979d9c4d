import { z } from 'zod';

/** A time in a reply: a date-time of RFC 3339 in UTC. */
export const Timestamp = z.string().meta({ format: 'date-time' });

const dateTime = z.iso.datetime({ offset: true });
const date = z.iso.date();

/** A time in a request: a date-time of RFC 3339 with its offset, `Z` for UTC. */
export const Instant = z
  .string()
  .meta({ format: 'date-time' })
  .transform((text, context) => toDate(dateTime, text, 'date and time with an offset', context));

/** The same, or a date alone: its first moment in UTC. */
export const InstantOrDate = z
  .string()
  .meta({ anyOf: [{ format: 'date' }, { format: 'date-time' }] })
  .transform((text, context) =>
    toDate(z.union([date, dateTime]), text, 'date, or date and time with an offset', context),
  );

// Date itself is too kind: it reads `2026` and `1 May`, and takes February 30 for March 2.
function toDate(
  form: z.ZodType<string>,
  text: string,
  expected: string,
  context: z.core.$RefinementCtx,
): Date {
  if (form.safeParse(text).success) return new Date(text);
  context.addIssue({
    code: 'custom',
    message: `Input should be a valid ${expected}`,
    params: { type: 'datetime_parsing' },
  });
  return z.NEVER;
}
