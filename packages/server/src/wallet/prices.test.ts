import { describe, expect, it } from 'vitest';
import { defaultPrices, Prices } from './prices.ts';

describe('Prices', () => {
  const prices = new Prices(defaultPrices);

  it('are 15 micro-dollars a byte of speech', () => {
    expect(prices.speech('s2-pro', 60)).toBe(900n);
    expect(prices.speech('s1', 1_000_000)).toBe(15_000_000n);
    expect(prices.speech('s1', 0)).toBe(0n);
  });

  it('are nothing for the free model', () => {
    expect(prices.speech('s2.1-pro-free', 1_000_000)).toBe(0n);
  });

  it('are 36 cents an hour of recognition, by started seconds', () => {
    expect(prices.recognition(3_600)).toBe(360_000n);
    expect(prices.recognition(0)).toBe(0n);
    expect(prices.recognition(0.01)).toBe(100n);
    expect(prices.recognition(3)).toBe(300n);
    expect(prices.recognition(3.0001)).toBe(400n);
  });

  it('are a cent for a voice from a description', () => {
    expect(prices.voiceDesign()).toBe(10_000n);
  });

  it('are rounded up to the micro-dollar', () => {
    const odd = new Prices({
      ...defaultPrices,
      speechMicrosPerMillionBytes: { default: 1n, byModel: {} },
      recognitionMicrosPerHour: 1n,
    });
    expect(odd.speech('s1', 1)).toBe(1n);
    expect(odd.speech('s1', 1_000_001)).toBe(2n);
    expect(odd.recognition(3_601)).toBe(2n);
  });

  it('are the usual ones for a model called like a property of objects', () => {
    expect(prices.speech('constructor', 1)).toBe(15n);
  });
});
