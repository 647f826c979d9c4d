import type { ApiDocument, Schema } from './api-document.ts';

/** The smallest value that fits: what is required, and nothing else. */
export function smallestValue(document: ApiDocument, schema: Schema): unknown {
  const {
    anyOf,
    type,
    properties = {},
    required = [],
    const: only,
    enum: some,
    minimum,
  } = document.resolve(schema);
  if (only !== undefined) return only;
  if (some) return some[0];
  if (anyOf?.[0]) return smallestValue(document, anyOf[0]);
  switch (Array.isArray(type) ? type[0] : type) {
    case 'object':
      return Object.fromEntries(
        required.map((name) => [name, smallestValue(document, properties[name] ?? {})]),
      );
    case 'array':
      return [];
    case 'string':
      return 'AAAA';
    case 'boolean':
      return true;
    case 'null':
      return null;
    default:
      return minimum ?? 0;
  }
}

/** Values of every type that JSON has. */
const ordinary: readonly unknown[] = [
  null,
  true,
  0,
  1,
  -1,
  0.5,
  1e9,
  '',
  'AAAA',
  [],
  ['AAAA'],
  [5],
  {},
  { a: 1 },
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
  if (schema.properties) values.push(smallestValue(document, schema));
  if (maxItems !== undefined && items) {
    const item = smallestValue(document, items);
    values.push(Array(maxItems).fill(item), Array(maxItems + 1).fill(item));
    values.push(...atLimits(document, items).map((value) => [value]));
  }
  return values;
}
