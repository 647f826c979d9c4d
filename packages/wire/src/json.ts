import { WireError } from './error.ts';

/**
 * What one body may hold. Requests need depth 4 and about a thousand values; the rest is text, and recordings in Base64.
 * To build more would keep everybody else waiting.
 */
export const jsonLimits = {
  depth: 32,
  values: 65_536,
  /** What is outside of strings: numbers, words, signs and space. */
  bareBytes: 1024 * 1024,
  /** The longest text may consist of them. */
  quotes: 2 * 1024 * 1024,
} as const;

// A byte order mark is dropped, as RFC 8259 §8.1 allows.
const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * Decodes JSON in UTF-8.
 *
 * @throws WireError `malformed` or `too_large`
 */
export function decodeJson(body: Uint8Array): unknown {
  if (!isWithinLimits(body)) {
    throw new WireError('too_large', 'The JSON has too many values, or is nested too deeply');
  }
  try {
    return JSON.parse(utf8.decode(body));
  } catch {
    // The engine's own message would quote the body.
    throw new WireError('malformed', 'Not valid JSON');
  }
}

const [QUOTE, BACKSLASH] = [0x22, 0x5c];
const [COMMA, COLON] = [0x2c, 0x3a];
const [OPEN_ARRAY, CLOSE_ARRAY] = [0x5b, 0x5d];
const [OPEN_OBJECT, CLOSE_OBJECT] = [0x7b, 0x7d];

/** Counts without building anything, and no further than the limits. What is no JSON may pass. */
function isWithinLimits(json: Uint8Array): boolean {
  let [depth, values, quotes, bareBytes] = [0, 1, 0, 0];
  for (let position = 0; position < json.length; position++) {
    switch (json[position]) {
      case QUOTE:
        // To the quote that ends it, over those that are escaped.
        do {
          position = json.indexOf(QUOTE, position + 1);
          if (position === -1) return true;
          quotes += 1;
          if (quotes > jsonLimits.quotes) return false;
        } while (isEscaped(json, position));
        continue;
      case OPEN_ARRAY:
      case OPEN_OBJECT:
        depth += 1;
        values += 1;
        break;
      case CLOSE_ARRAY:
      case CLOSE_OBJECT:
        depth -= 1;
        break;
      case COMMA:
      case COLON:
        values += 1;
        break;
    }
    bareBytes += 1;
    if (depth > jsonLimits.depth || values > jsonLimits.values || bareBytes > jsonLimits.bareBytes)
      return false;
  }
  return true;
}

/** After an odd number of backslashes. */
function isEscaped(json: Uint8Array, position: number): boolean {
  let start = position;
  while (json[start - 1] === BACKSLASH) start -= 1;
  return (position - start) % 2 === 1;
}
