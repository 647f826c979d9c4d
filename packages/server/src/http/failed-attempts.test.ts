import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Problem } from '../speaking/problem.ts';
import { FailedAttempts } from './failed-attempts.ts';

describe('Failed attempts', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  const fail = (attempts: FailedAttempts, address: string, times: number) => {
    for (let i = 0; i < times; i++) attempts.failed(address);
  };
  const problemOf = (attempts: FailedAttempts, address: string): Problem | undefined => {
    try {
      attempts.check(address);
    } catch (error) {
      if (error instanceof Problem) return error;
      throw error;
    }
    return undefined;
  };
  const isRefused = (attempts: FailedAttempts, address: string) =>
    problemOf(attempts, address)?.status === 429;

  it('are free up to a number', () => {
    const attempts = new FailedAttempts();
    fail(attempts, '192.0.2.1', 29);
    expect(isRefused(attempts, '192.0.2.1')).toBe(false);
    fail(attempts, '192.0.2.1', 1);
    expect(isRefused(attempts, '192.0.2.1')).toBe(true);
    expect(isRefused(attempts, '192.0.2.2')).toBe(false);
  });

  it('count within the window, and it is told how much of it is left', () => {
    const attempts = new FailedAttempts({ most: 2, windowMs: 60_000 });
    fail(attempts, '192.0.2.1', 1);
    vi.advanceTimersByTime(20_000);
    fail(attempts, '192.0.2.1', 1);
    vi.advanceTimersByTime(10_500);
    expect(problemOf(attempts, '192.0.2.1')).toMatchObject({ status: 429, retryAfter: 30 });
    vi.advanceTimersByTime(29_499);
    expect(problemOf(attempts, '192.0.2.1')?.retryAfter).toBe(1);
    vi.advanceTimersByTime(1);
    expect(isRefused(attempts, '192.0.2.1')).toBe(false);
    fail(attempts, '192.0.2.1', 1);
    expect(problemOf(attempts, '192.0.2.1')?.retryAfter).toBe(20);
  });

  it.each([
    ['2001:db8:1:2::1', '2001:db8:1:2:ffff:ffff:ffff:ffff', true],
    ['2001:db8:1:2::1', '2001:0DB8:0001:0002:0:0:0:9', true],
    ['2001:db8:1:2::1', '2001:db8:1:3::1', false],
    ['2001:db8::1', '2001:db8:0:0:7::', true],
    ['fe80::1%eth0', 'fe80::2', true],
    ['::ffff:192.0.2.1', '192.0.2.1', true],
    ['::ffff:c000:201', '192.0.2.1', true],
    ['::ffff:192.0.2.1', '::ffff:192.0.2.2', false],
    ['::1', '192.0.2.1', false],
    ['something odd', 'something odd', true],
  ])('of %s and %s are of one party: %s', (one, other, isSame) => {
    const attempts = new FailedAttempts({ most: 1 });
    attempts.failed(one);
    expect(isRefused(attempts, other)).toBe(isSame);
  });

  it('are forgotten of those who failed longest ago when there are too many', () => {
    const attempts = new FailedAttempts({ most: 1, addresses: 3 });
    for (const last of [1, 2, 3, 1, 4]) attempts.failed(`192.0.2.${last}`);
    const refused = [1, 2, 3, 4].filter((last) => isRefused(attempts, `192.0.2.${last}`));
    expect(refused).toEqual([1, 3, 4]);
  });
});
