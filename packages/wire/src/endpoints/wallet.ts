import { z } from 'zod';
import { Package } from '../package.ts';
import { ApiCredit, CreditQuery } from '../wallet.ts';
import type { Endpoint } from './endpoint.ts';
import { json, keyReplies, parameterReplies, problem } from './replies.ts';

const WalletParams = z.object({
  user_id: z
    .string()
    .regex(/^(self|[0-9a-f]{32})$/, { error: "Input should be 'self' or the id of an account" })
    .describe('`self` or the id of one’s own account; administrators may name any.'),
});

/** What an account may see of its own money, as in the published API. */
export const walletEndpoints = {
  apiCredit: {
    method: 'GET',
    path: '/wallet/{user_id}/api-credit',
    summary: 'Tell the credit of an account',
    scope: 'wallet:read',
    params: WalletParams,
    query: CreditQuery,
    replies: {
      ...keyReplies,
      ...parameterReplies,
      200: json(ApiCredit, 'Its credit.'),
      404: problem('The account is unknown.'),
    },
  },
  package: {
    method: 'GET',
    path: '/wallet/{user_id}/package',
    summary: 'Tell the monthly allowance of an account',
    scope: 'wallet:read',
    params: WalletParams,
    replies: {
      ...keyReplies,
      ...parameterReplies,
      200: json(Package, 'Its allowance; one of nothing where there is none.'),
      404: problem('The account is unknown.'),
    },
  },
} as const satisfies Record<string, Endpoint>;
