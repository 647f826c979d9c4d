import { z } from 'zod';
import { Id } from './id.ts';
import { lineOfText } from './line-of-text.ts';
import { DollarAmount, dollars } from './money.ts';
import { Package } from './package.ts';
import { pageOf } from './page.ts';
import { queryFlag, queryText } from './query.ts';
import { Timestamp } from './time.ts';

export const CreditQuery = z.object({
  check_free_credit: queryFlag(z.boolean().default(false).describe('Asks for `has_free_credit`.')),
  team_id: queryText(z.string().optional().describe('Ignored: there are no teams.')),
});
export type CreditQuery = z.infer<typeof CreditQuery>;

export const ApiCredit = z
  .object({
    _id: Id,
    user_id: Id.describe('The account.'),
    credit: dollars('Credit that can be spent, in dollars; what is held for work under way is not in it.'),
    cumulative_top_up: dollars('What was ever paid in, in dollars. Free credit does not count.'),
    created_at: Timestamp.describe('When the wallet was made.'),
    updated_at: Timestamp.describe('When it last changed.'),
    has_phone_sha256: z.literal(false).describe('Always false: telephone numbers are not asked for.'),
    has_free_credit: z
      .boolean()
      .nullable()
      .describe('Whether free credit was granted; null unless `check_free_credit` is set.'),
  })
  .describe('Prepaid credit of an account.');
export type ApiCredit = z.infer<typeof ApiCredit>;

export const AdminWallet = z
  .object({
    account_id: Id.describe('The account.'),
    balance: dollars('Credit, in dollars: the sum of its ledger entries.'),
    held: dollars('Credit kept back for work under way, in dollars.'),
    available: dollars(
      'What can be spent now, in dollars: credit that is not held and what is left of the package.',
    ),
    cumulative_top_up: dollars('What was ever paid in, in dollars.'),
    spent: dollars('Credit that was ever spent, in dollars.'),
    free_credit: dollars('Free credit that was ever granted, in dollars.'),
    in_flight: z.int().min(0).describe('Requests under way.'),
    package: Package.nullable().describe('The monthly allowance; null: there is none.'),
  })
  .describe('All that an account has to spend.');
export type AdminWallet = z.infer<typeof AdminWallet>;

export const TopUp = z
  .object({
    amount: DollarAmount,
    reference: lineOfText(0, 200)
      .nullish()
      .describe(
        'Your name for the payment, at most 200 characters. The same one of the same account counts once, so a top-up that names it may be repeated.',
      )
      .transform((reference) => reference || null),
  })
  .describe('Credit that was paid for.');
export type TopUp = z.infer<typeof TopUp>;

export const GrantFreeCredit = z.object({ amount: DollarAmount }).describe('Credit as a gift, once.');
export type GrantFreeCredit = z.infer<typeof GrantFreeCredit>;

export const LedgerEntry = z
  .object({
    _id: Id,
    account_id: Id.describe('The account.'),
    pocket: z
      .enum(['credit', 'package'])
      .describe('What it changes: prepaid credit, or the monthly allowance.'),
    kind: z
      .enum(['top_up', 'free_credit', 'charge', 'package_grant', 'package_expiry'])
      .describe(
        'Why. `top_up`: paid in; `free_credit`: granted; `charge`: work was done; `package_grant`: a month begins; `package_expiry`: what a month leaves over goes.',
      ),
    amount: dollars('Dollars; negative where they go.'),
    reference: z
      .string()
      .describe('Of a charge, the id of the request; of a top-up, the name that it came with, if any.'),
    created_at: Timestamp.describe('When it was written.'),
  })
  .describe('One change of what an account has. Entries are never changed or removed.');
export type LedgerEntry = z.infer<typeof LedgerEntry>;

export const LedgerPage = pageOf(LedgerEntry, 'Ledger entries of an account, the newest first.');
export type LedgerPage = z.infer<typeof LedgerPage>;
