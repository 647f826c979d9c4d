import { describe, expect, it } from 'vitest';
import { CreateAccount, UpdateAccount } from './account.ts';

const accepts = (fields: object) => CreateAccount.safeParse({ nickname: 'Ana', ...fields }).success;

describe('A new account', () => {
  it('needs only a nickname', () => {
    const usual = { nickname: 'Ana', avatar: '', role: 'member', concurrency: null };
    expect(CreateAccount.parse({ nickname: 'Ana' })).toEqual(usual);
    expect(CreateAccount.parse({ nickname: 'Ana', avatar: null, role: null, concurrency: null })).toEqual(
      usual,
    );
    expect(accepts({ nickname: undefined })).toBe(false);
  });

  it.each(['x', '小さな', '🐟'.repeat(80), 'Ana “the voice” O’Neil'])('may be called %s', (nickname) => {
    expect(accepts({ nickname })).toBe(true);
  });

  it.each(['', 'x'.repeat(81), 'a\nb', 'a\0', '\ud800', 7, null])('may not be called %j', (nickname) => {
    expect(accepts({ nickname })).toBe(false);
  });

  it('has a picture on the web or none', () => {
    for (const avatar of [
      '',
      'https://example.org/a.png?b=c#d',
      'http://127.0.0.1:8080/a',
      'http://[::1]/',
    ]) {
      expect(accepts({ avatar }), avatar).toBe(true);
    }
    const long = `https://example.org/${'a'.repeat(2048)}`;
    for (const avatar of [
      'javascript:alert(1)',
      'data:,a',
      'example.org',
      'http://',
      'http://a b',
      'http://a\n',
      long,
    ])
      expect(accepts({ avatar }), avatar).toBe(false);
  });

  it('has a sane limit of requests at once, or none of its own', () => {
    for (const concurrency of [1, 100_000, null]) expect(accepts({ concurrency })).toBe(true);
    for (const concurrency of [0, 100_001, 1.5, '5']) expect(accepts({ concurrency })).toBe(false);
    expect(accepts({ role: 'owner' })).toBe(false);
  });
});

describe('A change of an account', () => {
  it('leaves alone what is not given', () => {
    expect(Object.values(UpdateAccount.parse({})).filter((value) => value !== undefined)).toEqual([]);
    expect(UpdateAccount.parse({ nickname: null, role: null, avatar: '' })).toEqual({ avatar: '' });
  });

  it('tells a limit that is removed from one that stays', () => {
    expect(UpdateAccount.parse({ concurrency: null }).concurrency).toBeNull();
    expect(UpdateAccount.parse({}).concurrency).toBeUndefined();
    expect(UpdateAccount.parse({ concurrency: 7 }).concurrency).toBe(7);
  });

  it('keeps the limits of a new one', () => {
    for (const change of [{ nickname: '' }, { avatar: 'ftp://a' }, { role: 'owner' }, { concurrency: 0 }])
      expect(UpdateAccount.safeParse(change).success).toBe(false);
  });
});
