import { z } from 'zod';
import { Id } from './id.ts';
import { lineOfText } from './line-of-text.ts';
import { keptUnlessGiven, optionalField } from './optional-field.ts';
import { pageOf } from './page.ts';
import { Timestamp } from './time.ts';

export const Role = z.enum(['admin', 'member']);
export type Role = z.infer<typeof Role>;

const Nickname = lineOfText(1, 80);

const avatarForm = 'Input should be empty or an http or https URL';
// The URL parser alone drops line breaks and escapes spaces; the text itself is what is kept.
const Avatar = z
  .string()
  .max(2048)
  .regex(/^(https?:\/\/[^\s\p{Cc}\p{Cs}]+)?$/u, { error: avatarForm, abort: true })
  .refine((text) => text === '' || URL.canParse(text), {
    error: avatarForm,
    params: { type: 'url_parsing' },
  });

const Concurrency = z.int().min(1).max(100_000);

const meaning = {
  nickname: 'Name for people: one line of 1 to 80 characters.',
  avatar: 'Address of a picture, http or https; empty for none.',
  role: '`admin`: no limit of requests at once; `member`: the usual limits.',
  concurrency: 'Most requests at once, 1 to 100000; null: what the server gives to such accounts.',
} as const;

export const Account = z
  .object({
    _id: Id,
    nickname: z.string().describe(meaning.nickname),
    avatar: z.string().describe(meaning.avatar),
    role: Role.describe(meaning.role),
    concurrency: Concurrency.nullable().describe(meaning.concurrency),
    created_at: Timestamp.describe('When it was made.'),
  })
  .describe('Who owns keys and pays for work.');
export type Account = z.infer<typeof Account>;

export const AccountPage = pageOf(Account, 'Accounts, the newest first.');
export type AccountPage = z.infer<typeof AccountPage>;

export const CreateAccount = z
  .object({
    nickname: Nickname.describe(meaning.nickname),
    avatar: optionalField(Avatar, '', meaning.avatar),
    role: optionalField(Role, 'member', meaning.role),
    concurrency: optionalField(Concurrency, null, meaning.concurrency),
  })
  .describe('An account to make.');
export type CreateAccount = z.infer<typeof CreateAccount>;

export const UpdateAccount = z
  .object({
    nickname: keptUnlessGiven(Nickname, meaning.nickname),
    avatar: keptUnlessGiven(Avatar, meaning.avatar),
    role: keptUnlessGiven(Role, meaning.role),
    concurrency: Concurrency.nullish().describe(`${meaning.concurrency} Left out: as it is.`),
  })
  .describe('What to change of an account.');
export type UpdateAccount = z.infer<typeof UpdateAccount>;
