import { z } from 'zod';
import { Account, AccountPage, CreateAccount, UpdateAccount } from '../account.ts';
import { bodyMediaTypes } from '../codec.ts';
import { Id } from '../id.ts';
import { ApiKey, ApiKeyPage, CreatedKey, CreateKey } from '../key.ts';
import { PageQuery } from '../page.ts';
import type { Endpoint } from './endpoint.ts';
import { bodyReplies, json, keyReplies, parameterReplies, problem } from './replies.ts';

export const AccountParams = z.object({ account_id: Id.describe('The account.') });
const KeyParams = AccountParams.extend({ key_id: Id.describe('The key.') });

const accountsPath = '/admin/v1/accounts';
export const accountPath = `${accountsPath}/{account_id}` as const;

/** Accounts and their keys, for administrators. */
export const accountEndpoints = {
  listAccounts: {
    method: 'GET',
    path: accountsPath,
    summary: 'List accounts',
    scope: 'admin',
    query: PageQuery,
    replies: { ...keyReplies, ...parameterReplies, 200: json(AccountPage, 'A page of them.') },
  },
  createAccount: {
    method: 'POST',
    path: accountsPath,
    summary: 'Make an account',
    scope: 'admin',
    body: { schema: CreateAccount, mediaTypes: bodyMediaTypes },
    replies: { ...keyReplies, ...bodyReplies, 201: json(Account, 'The account.') },
  },
  getAccount: {
    method: 'GET',
    path: accountPath,
    summary: 'Show an account',
    scope: 'admin',
    params: AccountParams,
    replies: {
      ...keyReplies,
      ...parameterReplies,
      200: json(Account, 'The account.'),
      404: problem('The account is unknown.'),
    },
  },
  updateAccount: {
    method: 'PATCH',
    path: accountPath,
    summary: 'Change an account',
    scope: 'admin',
    params: AccountParams,
    body: { schema: UpdateAccount, mediaTypes: bodyMediaTypes },
    replies: {
      ...keyReplies,
      ...bodyReplies,
      200: json(Account, 'The account as it is now.'),
      404: problem('The account is unknown.'),
    },
  },
  listKeys: {
    method: 'GET',
    path: `${accountPath}/keys`,
    summary: 'List the keys of an account',
    scope: 'admin',
    params: AccountParams,
    query: PageQuery,
    replies: {
      ...keyReplies,
      ...parameterReplies,
      200: json(ApiKeyPage, 'A page of them.'),
      404: problem('The account is unknown.'),
    },
  },
  createKey: {
    method: 'POST',
    path: `${accountPath}/keys`,
    summary: 'Make a key for an account',
    scope: 'admin',
    params: AccountParams,
    body: { schema: CreateKey, mediaTypes: bodyMediaTypes },
    replies: {
      ...keyReplies,
      ...bodyReplies,
      201: json(CreatedKey, 'The key, shown this once.'),
      404: problem('The account is unknown.'),
    },
  },
  revokeKey: {
    method: 'DELETE',
    path: `${accountPath}/keys/{key_id}`,
    summary: 'Revoke a key',
    scope: 'admin',
    params: KeyParams,
    replies: {
      ...keyReplies,
      ...parameterReplies,
      200: json(ApiKey, 'The key, which no longer works.'),
      404: problem('The account is unknown or has no such key.'),
    },
  },
} as const satisfies Record<string, Endpoint>;
