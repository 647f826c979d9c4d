import { expect, it } from 'vitest';
import { decodeBody, uploadMediaTypes } from './codec.ts';
import { decodeForm, formFields, formLimits } from './form.ts';

const form = (text: string) => decodeForm(new TextEncoder().encode(text));
const tooLarge = expect.objectContaining({ code: 'too_large' });

it('is read as its fields', () => {
  expect(form('title=A+voice&description=100%25%20%E2%9C%93&empty=&bare')).toEqual({
    title: 'A voice',
    description: '100% ✓',
    empty: '',
    bare: '',
  });
  expect(form('')).toEqual({});
});

it('has a list where a field is repeated, with or without brackets', () => {
  expect(form('tags=a&tags=b&texts[]=c&texts[]=d&title[]=e')).toEqual({
    tags: ['a', 'b'],
    texts: ['c', 'd'],
    title: 'e',
  });
});

it('may name a field like a part of every object', () => {
  const fields = formFields([
    ['__proto__', 'x'],
    ['constructor', 'y'],
  ]);
  expect(Object.keys(fields)).toEqual(['__proto__', 'constructor']);
  expect(Object.getPrototypeOf(fields)).toBe(Object.prototype);
});

it('is limited in size and in fields', () => {
  const { entries, urlEncodedBytes } = formLimits;
  expect(form(Array(entries).fill('a=b').join('&')).a).toHaveLength(entries);
  expect(() =>
    form(
      Array(entries + 1)
        .fill('a=b')
        .join('&'),
    ),
  ).toThrowError(tooLarge);
  expect(() => form('&'.repeat(urlEncodedBytes))).toThrowError(tooLarge);
  expect(() => form('a'.repeat(urlEncodedBytes + 1))).toThrowError(tooLarge);
});

it('is a body only where files are taken', () => {
  const sent = new TextEncoder().encode('title=x');
  const mediaType = 'application/x-www-form-urlencoded; charset=utf-8';
  expect(decodeBody(mediaType, sent, uploadMediaTypes)).toEqual({ title: 'x' });
  expect(() => decodeBody(mediaType, sent)).toThrowError(
    expect.objectContaining({
      code: 'unsupported_media_type',
      message: 'Content-Type should be application/json or application/msgpack',
    }),
  );
});
