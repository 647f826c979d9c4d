import { z } from 'zod';
import { Id } from './id.ts';
import { lineOfText } from './line-of-text.ts';
import { largestAmount } from './money.ts';
import { optionalField } from './optional-field.ts';
import { Instant, Timestamp } from './time.ts';

const alwaysNull = (reason: string) => z.null().default(null).describe(`Always null: ${reason}.`);

/** What the published API tells of a paid subscription. Here the administrator sets packages. */
const Subscription = z.object({
  stripe_subscription_id: alwaysNull('there is no payment provider'),
  stripe_price_id: alwaysNull('there is no payment provider'),
  billing_period: alwaysNull('nothing is billed'),
  current_period_end: alwaysNull('nothing is billed'),
  cancel_at_period_end: alwaysNull('nothing is billed'),
  cancel_at: alwaysNull('nothing is billed'),
  scheduled_change: alwaysNull('changes take effect at once'),
  last_synced_at: alwaysNull('there is no payment provider'),
  subscription_currency: alwaysNull('nothing is billed'),
  extra_balance: z.literal(0).default(0).describe('Always 0.'),
  has_used_trial: z.literal(false).default(false).describe('Always false: there are no trials.'),
});

/** The members that are the same in every package. */
export const noSubscription: Readonly<z.infer<typeof Subscription>> = Subscription.parse({});

// The Python clients insist on `_id`, and on text in `finished_at`.
export const Package = z
  .object({
    _id: Id,
    user_id: Id.describe('The account.'),
    type: z.string().describe('Name of the package.'),
    total: z.int().min(0).describe('What each month brings, in micro-dollars.'),
    balance: z.int().min(0).describe('What is left of this month’s, in micro-dollars.'),
    created_at: Timestamp.describe('When the package began.'),
    updated_at: Timestamp.describe('When it last changed.'),
    finished_at: Timestamp.describe(
      'When the package ends; of one that renews for ever, when its present month does.',
    ),
    ...Subscription.shape,
  })
  .describe('A monthly allowance, spent before credit.');
export type Package = z.infer<typeof Package>;

export const SetPackage = z
  .object({
    type: lineOfText(1, 80).describe('Name of the package: one line of 1 to 80 characters.'),
    total: z
      .int()
      .min(1)
      .max(Number(largestAmount))
      .describe('What each month brings, in micro-dollars.')
      .transform(BigInt),
    finished_at: optionalField(Instant, null, 'When it no longer renews; null: it renews for ever.'),
  })
  .describe('A monthly allowance to give.');
export type SetPackage = z.infer<typeof SetPackage>;
