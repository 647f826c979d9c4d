import { describe, expect, it } from 'vitest';
import { checkParameters } from './parameters.ts';

describe('checkParameters', () => {
  it.each([
    ['null', null],
    ['text', 'Ada'],
    ['text in any script', '你好 👋'],
    ['a lone surrogate', '\ud800'],
    ['a fraction', 0.1],
    ['negative zero', -0],
    ['the greatest integer', 2n ** 63n - 1n],
    ['the least integer', -(2n ** 63n)],
  ])('lets %s through', (_, value) => {
    expect(() => checkParameters([value])).not.toThrow();
  });

  it.each([
    ['undefined', undefined],
    ['a boolean', true],
    ['a symbol', Symbol('x')],
    ['a function', () => 1],
    ['a date', new Date()],
    ['bytes', new Uint8Array(1)],
    ['a list', ['x']],
    ['NaN', Number.NaN],
    ['infinity', Number.POSITIVE_INFINITY],
    ['an integer too great', 2n ** 63n],
    ['an integer too small', -(2n ** 63n) - 1n],
    ['a NUL character', 'a\0b'],
  ])('refuses %s, also after others', (_, value) => {
    expect(() => checkParameters(['fine', value])).toThrow(TypeError);
  });
});
