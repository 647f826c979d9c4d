import type { Random } from './random.ts';

/** The same value with something in it that does not belong there, now and then several things. */
export function mutateValue(random: Random, value: unknown): unknown {
  const mutated = mutateSomewhere(random, value);
  return random.once(3) ? mutateValue(random, mutated) : mutated;
}

/** The same bytes with some flipped, lost, doubled, added or replaced. */
export function mutateBytes(random: Random, bytes: Uint8Array): Uint8Array {
  const at = random.below(bytes.length + 1);
  const length = random.below(random.pick([2, 8, 64]));
  switch (random.below(6)) {
    case 0:
      return bytes.slice(0, at);
    case 1:
      return concatenate(bytes.subarray(0, at), bytes.subarray(at + length));
    case 2:
      return concatenate(bytes.subarray(0, at + length), bytes.subarray(at));
    case 3:
      return concatenate(bytes.subarray(0, at), random.bytes(length), bytes.subarray(at));
    case 4:
      return concatenate(bytes.subarray(0, at), random.bytes(length), bytes.subarray(at + length));
    default:
      return flipBits(random, bytes);
  }
}

function flipBits(random: Random, bytes: Uint8Array): Uint8Array {
  const flipped = bytes.slice();
  for (let flips = 1 + random.below(8); flips > 0 && flipped.length > 0; flips--) {
    const at = random.below(flipped.length);
    flipped[at] = (flipped[at] ?? 0) ^ (1 << random.below(8));
  }
  return flipped;
}

function concatenate(...parts: Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}

/** Goes down to a random place and changes it. */
function mutateSomewhere(random: Random, value: unknown): unknown {
  if (!isContainer(value) || random.once(8)) return random.once(4) ? [value] : strangeValue(random);
  if (Array.isArray(value)) {
    const at = random.below(value.length + 1);
    return value.with === undefined || at === value.length
      ? [...value, strangeValue(random)]
      : value.with(at, mutateSomewhere(random, value[at]));
  }
  const entries = Object.entries(value);
  const at = random.below(entries.length + 1);
  const [name = random.pick(strangeNames), inner] = entries[at] ?? [];
  if (random.once(6)) return Object.fromEntries(entries.filter((_, index) => index !== at));
  if (random.once(12)) entries.push([random.pick(strangeNames), inner]);
  return Object.fromEntries([...entries, [name, mutateSomewhere(random, inner)]]);
}

function isContainer(value: unknown): value is unknown[] | Record<string, unknown> {
  return typeof value === 'object' && value !== null && !(value instanceof Uint8Array);
}

const strangeNames = [
  '',
  '__proto__',
  'constructor',
  'toString',
  'Text',
  'text ',
  'event',
  '\u0000',
  'a'.repeat(300),
];

const strangeValues: readonly unknown[] = [
  null,
  true,
  false,
  0,
  -0,
  -1,
  0.1,
  1e-320,
  1e308,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  Number.MAX_SAFE_INTEGER,
  -(2 ** 53),
  2 ** 32,
  '',
  '0',
  'null',
  'mp3',
  'tone-b',
  '\ud800',
  'a\u0000b',
  '<|speaker:999|>',
  '<|speaker:1',
  '<speak><break time="20s"/></speak>',
  '[[',
  '\u202e\u0301\u200d😀',
  [],
  {},
  [[]],
  [null],
  { audio: null, text: null },
  [{ audio: 'AAAA', text: 'a' }],
  new Uint8Array(0),
  new Uint8Array(300),
  // MessagePack has an extension type for it.
  new Date(0),
];

function strangeValue(random: Random): unknown {
  switch (random.below(12)) {
    case 0:
      return nested(random, 1 + random.below(90));
    case 1:
      return Array.from({ length: random.below(200) }, () => random.pick(strangeValues));
    case 2:
      return String.fromCharCode(...Array.from({ length: random.below(60) }, () => random.below(0x10000)));
    default:
      return random.pick(strangeValues);
  }
}

function nested(random: Random, depth: number): unknown {
  let value = random.pick(strangeValues);
  const asList = random.once(2);
  for (let level = 0; level < depth; level++) value = asList ? [value] : { a: value };
  return value;
}
