import { stripVTControlCharacters } from 'node:util';

/** Text of others without what a terminal would take for orders. */
export function plainText(text: string): string {
  return stripVTControlCharacters(text).replace(/(?![\n\t])\p{Cc}|[\u202a-\u202e\u2066-\u2069]/gu, '');
}

/** The same in one line. */
export function oneLine(text: string): string {
  return plainText(text.replace(/[\s\u2028\u2029]+/g, ' ')).trim();
}
