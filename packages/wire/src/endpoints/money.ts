import { bodyMediaTypes } from '../codec.ts';
import { SetPackage } from '../package.ts';
import { PageQuery } from '../page.ts';
import { UsageQuery, UsageReport } from '../usage.ts';
import { AdminWallet, GrantFreeCredit, LedgerPage, TopUp } from '../wallet.ts';
import { AccountParams, accountPath } from './accounts.ts';
import type { Endpoint } from './endpoint.ts';
import { bodyReplies, json, keyReplies, parameterReplies, problem } from './replies.ts';

/** What accounts have and what they used, for administrators. */
export const moneyEndpoints = {
  getWallet: {
    method: 'GET',
    path: `${accountPath}/wallet`,
    summary: 'Show what an account has to spend',
    scope: 'admin',
    params: AccountParams,
    replies: {
      ...keyReplies,
      ...parameterReplies,
      200: json(AdminWallet, 'Its wallet.'),
      404: problem('The account is unknown.'),
    },
  },
  topUp: {
    method: 'POST',
    path: `${accountPath}/top-ups`,
    summary: 'Add credit that was paid for',
    scope: 'admin',
    params: AccountParams,
    body: { schema: TopUp, mediaTypes: bodyMediaTypes },
    replies: {
      ...keyReplies,
      ...bodyReplies,
      201: json(AdminWallet, 'The wallet as it is now.'),
      404: problem('The account is unknown.'),
    },
  },
  grantFreeCredit: {
    method: 'POST',
    path: `${accountPath}/free-credit`,
    summary: 'Add credit as a gift, once for each account',
    scope: 'admin',
    params: AccountParams,
    body: { schema: GrantFreeCredit, mediaTypes: bodyMediaTypes },
    replies: {
      ...keyReplies,
      ...bodyReplies,
      201: json(AdminWallet, 'The wallet as it is now.'),
      404: problem('The account is unknown.'),
      409: problem('The account was given free credit before.'),
    },
  },
  setPackage: {
    method: 'PUT',
    path: `${accountPath}/package`,
    summary: 'Give an account a monthly allowance',
    scope: 'admin',
    params: AccountParams,
    body: { schema: SetPackage, mediaTypes: bodyMediaTypes },
    replies: {
      ...keyReplies,
      ...bodyReplies,
      200: json(AdminWallet, 'The wallet as it is now.'),
      404: problem('The account is unknown.'),
    },
  },
  endPackage: {
    method: 'DELETE',
    path: `${accountPath}/package`,
    summary: 'End the monthly allowance of an account',
    scope: 'admin',
    params: AccountParams,
    replies: {
      ...keyReplies,
      ...parameterReplies,
      200: json(AdminWallet, 'The wallet as it is now.'),
      404: problem('The account is unknown.'),
    },
  },
  listLedger: {
    method: 'GET',
    path: `${accountPath}/ledger`,
    summary: 'List all changes of what an account has',
    scope: 'admin',
    params: AccountParams,
    query: PageQuery,
    replies: {
      ...keyReplies,
      ...parameterReplies,
      200: json(LedgerPage, 'A page of them.'),
      404: problem('The account is unknown.'),
    },
  },
  usage: {
    method: 'GET',
    path: '/admin/v1/usage',
    summary: 'Sum up what was used',
    scope: 'admin',
    query: UsageQuery,
    replies: { ...keyReplies, ...parameterReplies, 200: json(UsageReport, 'A row for each group.') },
  },
} as const satisfies Record<string, Endpoint>;
