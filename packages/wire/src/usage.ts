import { z } from 'zod';
import { Id } from './id.ts';
import { dollars } from './money.ts';
import { queryList, queryText } from './query.ts';
import { InstantOrDate, Timestamp } from './time.ts';

/** What usage may be summed up by. */
export const usageGroupings = ['day', 'account', 'key', 'voice', 'model', 'endpoint'] as const;
export type UsageGrouping = (typeof usageGroupings)[number];

export const UsageQuery = z
  .object({
    from: queryText(
      InstantOrDate.optional().describe(
        'Start, included. A date is its first moment in UTC. Left out: 30 days before `to`.',
      ),
    ),
    to: queryText(
      InstantOrDate.optional().describe(
        'End, not included. A date is its first moment in UTC. Left out: now.',
      ),
    ),
    group_by: queryList(
      z
        .array(z.enum(usageGroupings))
        .default(['day'])
        .describe('What to sum up by: one or several, joined by commas or as repeated parameters.'),
    ),
    account_id: queryText(Id.optional().describe('Of this account only. Left out: of all.')),
  })
  .refine(({ from, to }) => !from || !to || from < to, {
    path: ['to'],
    error: 'Input should be later than from',
  });
export type UsageQuery = z.infer<typeof UsageQuery>;

const group = {
  day: z.string().meta({ format: 'date', description: 'Day in UTC.' }).optional(),
  account_id: Id.optional().describe('Account.'),
  key_id: Id.nullable().optional().describe('Key; null for work without one.'),
  voice: z.string().nullable().optional().describe('Voice; null where none was asked for.'),
  model: z.string().optional().describe('Speech model; `transcribe-1` for listening.'),
  endpoint: z.string().optional().describe('Endpoint.'),
};

export const UsageRow = z
  .object({
    ...group,
    requests: z.int().min(0).describe('Requests, with those that failed.'),
    failures: z.int().min(0).describe('Requests that failed.'),
    text_bytes: z.int().min(0).describe('Text that was spoken, in bytes of UTF-8.'),
    audio_seconds: z.number().min(0).describe('Audio that was made or listened to, in seconds.'),
    first_audio_ms: z
      .number()
      .min(0)
      .nullable()
      .describe('Mean time to the first audio in milliseconds; null where none was sent.'),
    price: dollars('Price in dollars.'),
  })
  .describe('Usage of one group. It has the members that it is grouped by.');
export type UsageRow = z.infer<typeof UsageRow>;

export const UsageReport = z
  .object({
    from: Timestamp.describe('Start, included.'),
    to: Timestamp.describe('End, not included.'),
    items: z.array(UsageRow).describe('A row for each group with any requests.'),
  })
  .describe('Usage within a time.');
export type UsageReport = z.infer<typeof UsageReport>;
