import { z } from 'zod';
import { Id } from './id.ts';
import { lineOfText } from './line-of-text.ts';
import { optionalField } from './optional-field.ts';
import { pageOf } from './page.ts';
import { Instant, Timestamp } from './time.ts';

export const scopes = ['tts', 'asr', 'voices:read', 'voices:write', 'wallet:read', 'admin'] as const;

/** What an API key must be good for. */
export const Scope = z
  .enum(scopes)
  .describe(
    'What a key is good for. `tts`: speaking; `asr`: listening; `voices:read` and `voices:write`: the voice library; `wallet:read`: its own account’s credit; `admin`: all of `/admin/v1`.',
  );
export type Scope = z.infer<typeof Scope>;

/** What a key is good for when nothing is said: all but `admin`. */
export const ordinaryScopes: readonly Scope[] = scopes.filter((scope) => scope !== 'admin');

export const ApiKey = z
  .object({
    _id: Id,
    account_id: Id.describe('The account that it acts for.'),
    name: z.string().describe('Name for people; may be empty.'),
    scopes: z.array(Scope).describe('What it is good for.'),
    hint: z.string().describe('Its last 4 characters, to tell keys apart.'),
    created_at: Timestamp.describe('When it was made.'),
    expires_at: Timestamp.nullable().describe('When it stops working; null: never.'),
    last_used_at: Timestamp.nullable().describe('When it was last used; null: never.'),
    revoked_at: Timestamp.nullable().describe('When it was revoked; null: it was not.'),
  })
  .describe('An API key, without the key itself.');
export type ApiKey = z.infer<typeof ApiKey>;

export const ApiKeyPage = pageOf(ApiKey, 'Keys of an account, the newest first; revoked ones too.');
export type ApiKeyPage = z.infer<typeof ApiKeyPage>;

export const CreatedKey = ApiKey.extend({
  key: z.string().describe('The key itself. It is shown this once and cannot be had again.'),
}).describe('A new API key.');
export type CreatedKey = z.infer<typeof CreatedKey>;

const Scopes = z
  .array(Scope)
  .min(1)
  .max(scopes.length)
  .refine((wanted) => new Set(wanted).size === wanted.length, { error: 'Scopes should not repeat' })
  .meta({ uniqueItems: true });

export const CreateKey = z
  .object({
    name: optionalField(lineOfText(0, 80), '', 'Name for people: one line of at most 80 characters.'),
    scopes: Scopes.nullish()
      .meta({
        description: 'What it is to be good for; all but `admin` if left out.',
        default: ordinaryScopes,
      })
      .transform((wanted): Scope[] => wanted ?? [...ordinaryScopes]),
    expires_at: optionalField(Instant, null, 'When it is to stop working, in the future; null: never.'),
  })
  .describe('A key to make.');
export type CreateKey = z.infer<typeof CreateKey>;
