import { expect, it } from 'vitest';
import { CreateKey, scopes } from './key.ts';

const accepts = (fields: object) => CreateKey.safeParse(fields).success;

it('is good for all but administration when nothing is said', () => {
  const usual = { name: '', scopes: scopes.filter((scope) => scope !== 'admin'), expires_at: null };
  expect(CreateKey.parse({})).toEqual(usual);
  expect(CreateKey.parse({ name: null, scopes: null, expires_at: null })).toEqual(usual);
});

it('does not share its default scopes with other keys', () => {
  CreateKey.parse({}).scopes.push('admin');
  expect(CreateKey.parse({}).scopes).not.toContain('admin');
});

it('is good for what is asked, once and not for nothing', () => {
  expect(CreateKey.parse({ scopes: ['admin', 'tts'] }).scopes).toEqual(['admin', 'tts']);
  expect(accepts({ scopes: [...scopes] })).toBe(true);
  for (const wrong of [[], ['tts', 'tts'], ['voices'], 'tts']) expect(accepts({ scopes: wrong })).toBe(false);
});

it('expires at a time with an offset', () => {
  expect(CreateKey.parse({ expires_at: '2030-01-02T03:04:05+01:00' }).expires_at).toEqual(
    new Date('2030-01-02T02:04:05Z'),
  );
  for (const expires_at of ['2030-01-02', '2030-01-02T03:04:05', 'never', '', 1_900_000_000])
    expect(accepts({ expires_at }), String(expires_at)).toBe(false);
});

it('has a name of one line, or none', () => {
  expect(accepts({ name: '' })).toBe(true);
  expect(accepts({ name: 'x'.repeat(80) })).toBe(true);
  expect(accepts({ name: 'x'.repeat(81) })).toBe(false);
  expect(accepts({ name: 'a\tb' })).toBe(false);
});
