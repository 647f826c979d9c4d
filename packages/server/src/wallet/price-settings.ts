import { parseDollars } from '@shoal/wire';
import type { PriceList } from './prices.ts';

type SpeechPrices = PriceList['speechMicrosPerMillionBytes'];

/**
 * Reads a price in dollars, such as `0.36`.
 *
 * @throws Error for people
 */
export function readPrice(text: string): bigint {
  const micros = parseDollars(text.trim());
  if (micros === null || micros < 0n) throw new Error(`must be dollars such as 0.36, not ${text.trim()}`);
  return micros;
}

/**
 * Reads prices by model, in dollars: `15, s1=10, s2.1-pro-free=0`. The one without a name is of all other models.
 *
 * @param defaults for what is not said
 * @throws Error for people
 */
export function readSpeechPrices(text: string, defaults: SpeechPrices): SpeechPrices {
  const prices = { default: defaults.default, byModel: { ...defaults.byModel } };
  for (const part of text.split(',')) {
    const [name = '', price] = part.split('=');
    if (price === undefined) prices.default = readPrice(name);
    else prices.byModel[name.trim()] = readPrice(price);
  }
  return prices;
}
