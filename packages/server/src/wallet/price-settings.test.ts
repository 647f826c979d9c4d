import { describe, expect, it } from 'vitest';
import { readPrice, readSpeechPrices } from './price-settings.ts';
import { defaultPrices } from './prices.ts';

const defaults = defaultPrices.speechMicrosPerMillionBytes;

describe('Prices from settings', () => {
  it('are dollars, to the micro-dollar', () => {
    expect(readPrice('0.36')).toBe(360_000n);
    expect(readPrice(' 0.000001 ')).toBe(1n);
    expect(readPrice('0')).toBe(0n);
  });

  it.each(['', 'free', '-1', '1e3', '0.0000001', '$5'])('are not %j', (text) => {
    expect(() => readPrice(text)).toThrow('must be dollars');
  });

  it('may differ between models', () => {
    expect(readSpeechPrices('12.5, s1=10', defaults)).toEqual({
      default: 12_500_000n,
      byModel: { 's2.1-pro-free': 0n, s1: 10_000_000n },
    });
  });

  it('stay as they are where nothing is said', () => {
    expect(readSpeechPrices('s2.1-pro-free=1', defaults)).toEqual({
      default: 15_000_000n,
      byModel: { 's2.1-pro-free': 1_000_000n },
    });
  });
});
