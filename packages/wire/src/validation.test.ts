import { expect, it } from 'vitest';
import { CreateAccount } from './account.ts';
import { WireError } from './error.ts';
import { CreateKey } from './key.ts';
import { invalidInput, parseInput } from './validation.ts';
import { TopUp } from './wallet.ts';

const id = { nickname: 'Ana' };

it.each([
  ['a short list', CreateKey, { scopes: [] }, 'scopes', 'too_short', { min_length: 1 }],
  [
    'a long text',
    CreateAccount,
    { ...id, avatar: `http://a/${'a'.repeat(2048)}` },
    'avatar',
    'string_too_long',
    { max_length: 2048 },
  ],
  ['a text of the wrong form', CreateAccount, { nickname: '' }, 'nickname', 'string_pattern_mismatch', {}],
  ['a URL without a host', CreateAccount, { ...id, avatar: 'http://:80' }, 'avatar', 'url_parsing', {}],
  ['an amount in words', TopUp, { amount: 'ten' }, 'amount', 'decimal_parsing', {}],
  ['no amount', TopUp, {}, 'amount', 'missing', {}],
])('says what is wrong with %s, once and without the value', (_, schema, body, field, type, ctx) => {
  const refused = expect.objectContaining({
    code: 'invalid',
    issues: [
      { loc: ['body', field], in: 'body', type, ctx, msg: expect.stringMatching(/^(?!.*(ten|aaa)).+$/) },
    ],
  });
  expect(() => parseInput(schema, body, 'body')).toThrowError(refused);
});

it('refuses with a WireError, in one line', () => {
  expect(() => parseInput(CreateAccount, {}, 'body')).toThrowError(WireError);
  expect(() => parseInput(CreateAccount, {}, 'body')).toThrowError('nickname: Field required');
});

it('lets others refuse in the same form', () => {
  expect(invalidInput(['body', 'expires_at'], 'Input should be in the future')).toMatchObject({
    message: 'expires_at: Input should be in the future',
    issues: [
      {
        loc: ['body', 'expires_at'],
        type: 'value_error',
        msg: 'Input should be in the future',
        ctx: {},
        in: 'body',
      },
    ],
  });
});
