import { shortRecording } from '../voices/recordings.ts';
import type { ApiDocument, Schema } from './api-document.ts';

/** What is in a file, no document tells: everywhere it may be a recording of somebody. */
export const recordingInBase64 = Buffer.from(shortRecording()).toString('base64');

/** Texts of many kinds: of each that a document asks for there is one. */
const texts = [
  'AAAA',
  'self',
  '1',
  '0.5',
  '-1',
  '0.0000001',
  'true',
  'false',
  'maybe',
  'a'.repeat(32),
  'A'.repeat(32),
  '2099-12-31',
  '2099-12-31T23:59:59Z',
  '2099-12-31T23:59:59+14:00',
  '2099-12-31T23:59:59',
  'https://example.org/a.png',
  'javascript:alert(1)',
  'two\nlines',
  '\u0000',
  '\ud800',
  '🐟',
];

/** The smallest value that fits: what is required, and nothing else. */
export function smallestValue(document: ApiDocument, schema: Schema): unknown {
  return fittingValue(document, schema, 'smallest');
}

/** A value that fits, with every member that there may be, and in lists every choice that there is. */
export function fullValue(document: ApiDocument, schema: Schema): unknown {
  return fittingValue(document, schema, 'full');
}

function fittingValue(document: ApiDocument, reference: Schema, size: 'smallest' | 'full'): unknown {
  const schema = document.resolve(reference);
  const { anyOf, type, properties = {}, required = [], const: only, enum: some, items, minItems } = schema;
  const part = (inner: Schema = {}) => fittingValue(document, inner, size);
  if (only !== undefined) return only;
  if (some) return some[0];
  if (anyOf?.[0] && type === undefined) return part(anyOf[0]);
  switch (Array.isArray(type) ? type[0] : type) {
    case 'object': {
      const names = size === 'full' ? Object.keys(properties) : required;
      return Object.fromEntries(names.map((name) => [name, part(properties[name])]));
    }
    case 'array':
      if (size === 'full') return (items && document.resolve(items).enum) ?? [part(items)];
      return minItems ? [part(items)] : [];
    case 'string':
      return fittingText(document, schema);
    case 'boolean':
      return true;
    case 'null':
      return null;
    default:
      return schema.minimum ?? 1;
  }
}

function fittingText(document: ApiDocument, schema: Schema): string {
  if (schema.format === 'binary') return recordingInBase64;
  const text = texts.find((candidate) => document.fits(schema, candidate));
  if (text === undefined) throw new Error(`no text for ${JSON.stringify(schema)}`);
  return text;
}

/** Values of every type that JSON has. */
const ordinary: readonly unknown[] = [
  ...[null, true, 0, 1, -1, 0.5, 1e9, '', ...texts],
  ...[[], ['AAAA'], [5], {}, { a: 1 }],
];

/** Values that fit a schema and values that do not, with those on both sides of its limits; the schema tells which. */
export function valuesAround(document: ApiDocument, schema: Schema): unknown[] {
  return [...ordinary, ...atLimits(document, schema)];
}

function atLimits(document: ApiDocument, reference: Schema): unknown[] {
  const schema = document.resolve(reference);
  const { minimum, maximum, maxItems, items, anyOf = [], enum: some = [] } = schema;
  const values: unknown[] = anyOf.flatMap((alternative) => atLimits(document, alternative));
  for (const choice of some) values.push(choice, typeof choice === 'number' ? choice + 1 : `${choice}x`);
  if (minimum !== undefined) values.push(minimum, minimum - 1, minimum + 0.5);
  if (maximum !== undefined) values.push(maximum, maximum + 1);
  if (schema.type === 'string') values.push(...atLengthLimits(document, schema));
  if (schema.properties) values.push(smallestValue(document, schema));
  if (items) {
    const item = smallestValue(document, items);
    const lengths = maxItems === undefined ? [1] : [1, maxItems, maxItems + 1];
    values.push(...lengths.map((length) => Array(length).fill(item)));
    values.push(...atLimits(document, items).map((value) => [value]));
  }
  return values;
}

/** Texts as short and as long as they may be, and a character beyond: by `maxLength`, or as in `^[a-z]{1,80}$`. */
function atLengthLimits(document: ApiDocument, schema: Schema): string[] {
  const [, shortest, longest] = /^\^\[[^\]]+\]\{(\d+),(\d+)\}\$$/.exec(schema.pattern ?? '') ?? [];
  if (longest !== undefined) {
    const lengths = [Number(shortest), Number(longest), Number(longest) + 1];
    return lengths.flatMap((length) => ['a'.repeat(length), '🐟'.repeat(length)]);
  }
  if (schema.maxLength === undefined) return [];
  const text = texts.findLast((candidate) => candidate.length > 8 && document.fits(schema, candidate)) ?? '';
  return [text.padEnd(schema.maxLength, 'a'), text.padEnd(schema.maxLength + 1, 'a')];
}
