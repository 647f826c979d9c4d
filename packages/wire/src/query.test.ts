import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import type { WireError } from './error.ts';
import { PageQuery } from './page.ts';
import { UsageQuery } from './usage.ts';
import { parseInput } from './validation.ts';
import { CreditQuery } from './wallet.ts';

function issuesOf(schema: z.ZodType, query: object) {
  try {
    parseInput(schema, query, 'query');
  } catch (error) {
    return (error as WireError).issues;
  }
  throw new Error('was not refused');
}

const page = (query: object) => parseInput(PageQuery, query, 'query');
const credit = (query: object) => parseInput(CreditQuery, query, 'query');
const usage = (query: object) => parseInput(UsageQuery, query, 'query');

describe('A page', () => {
  it('is the first ten items when nothing is said', () => {
    expect(page({})).toEqual({ page_size: 10, page_number: 1 });
    expect(page({ page_size: '', page_number: '' })).toEqual({ page_size: 10, page_number: 1 });
  });

  it('is read from text, up to the limits', () => {
    expect(page({ page_size: '100', page_number: '1000000', unknown: 'x' })).toEqual({
      page_size: 100,
      page_number: 1_000_000,
    });
  });

  it.each([
    ['0', 'greater_than_equal'],
    ['-1', 'greater_than_equal'],
    ['101', 'less_than_equal'],
    ['1e1', 'float_type'],
    ['0x10', 'float_type'],
    ['1.5', 'int_from_float'],
    ['null', 'float_type'],
    [' 5', 'float_type'],
    [['5', '6'], 'float_type'],
  ])('of the size %j is refused', (page_size, type) => {
    expect(issuesOf(PageQuery, { page_size })).toMatchObject([
      { loc: ['query', 'page_size'], in: 'query', type },
    ]);
  });
});

describe('A flag', () => {
  it.each([
    [{}, false],
    [{ check_free_credit: '' }, false],
    [{ check_free_credit: 'true' }, true],
    [{ check_free_credit: 'True' }, true],
    [{ check_free_credit: '1' }, true],
    [{ check_free_credit: 'false' }, false],
    [{ check_free_credit: '0' }, false],
  ])('of %j', (query, expected) => {
    expect(credit(query).check_free_credit).toBe(expected);
  });

  it.each(['yes', '2', ['true', 'true']])('is refused as %j', (check_free_credit) => {
    expect(issuesOf(CreditQuery, { check_free_credit })).toMatchObject([
      { loc: ['query', 'check_free_credit'], type: 'bool_type' },
    ]);
  });
});

describe('A list', () => {
  it.each([
    [{}, ['day']],
    [{ group_by: '' }, ['day']],
    [{ group_by: 'key' }, ['key']],
    [{ group_by: 'key,voice' }, ['key', 'voice']],
    [{ group_by: ['key', 'voice'] }, ['key', 'voice']],
    [{ group_by: ['key,voice', 'day', 'key'] }, ['key', 'voice', 'day']],
  ])('of %j', (query, expected) => {
    expect(usage(query).group_by).toEqual(expected);
  });

  it('is refused for what it may not hold', () => {
    expect(issuesOf(UsageQuery, { group_by: 'day,hour' })).toMatchObject([
      { loc: ['query', 'group_by', 1], type: 'literal_error' },
    ]);
  });
});

describe('A time', () => {
  it.each([
    ['2026-02-03', '2026-02-03T00:00:00.000Z'],
    ['2026-02-03T04:05:06Z', '2026-02-03T04:05:06.000Z'],
    ['2026-02-03T04:05:06.789+02:00', '2026-02-03T02:05:06.789Z'],
  ])('may be %s', (from, expected) => {
    expect(usage({ from }).from?.toISOString()).toBe(expected);
  });

  it('is left to the server when nothing is said', () => {
    const { from, to } = usage({ from: '', account_id: '' });
    expect([from, to]).toEqual([undefined, undefined]);
  });

  it.each(['2026', '2026-02-30', '2026-02-03T04:05:06', '2026-02-03 04:05:06Z', '1770091506', 'yesterday'])(
    'is refused as %s',
    (to) => {
      expect(issuesOf(UsageQuery, { to })).toMatchObject([
        { loc: ['query', 'to'], type: 'datetime_parsing' },
      ]);
    },
  );

  it('does not end before it begins', () => {
    const [from, to] = ['2026-02-03', '2026-02-04'];
    expect(usage({ from, to }).to).toBeInstanceOf(Date);
    for (const end of [from, '2026-02-02']) {
      expect(issuesOf(UsageQuery, { from, to: end })).toMatchObject([{ loc: ['query', 'to'] }]);
    }
  });
});
