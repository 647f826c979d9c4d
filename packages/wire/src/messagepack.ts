import { Decoder, Encoder } from '@msgpack/msgpack';
import { WireError } from './error.ts';

/** What one message may hold. Requests need depth 4 and about a thousand values. */
export const messagePackLimits = { depth: 32, values: 65_536 } as const;

const decoder = new Decoder();
const encoder = new Encoder({ ignoreUndefined: true });

/**
 * Decodes one MessagePack value. Byte strings are views into `bytes`.
 *
 * @throws WireError `malformed`
 */
export function decodeMessagePack(bytes: Uint8Array): unknown {
  try {
    checkShape(bytes);
    return decoder.decode(bytes);
  } catch {
    throw new WireError('malformed', 'Not valid MessagePack, or nested too deeply');
  }
}

/** Encodes plain data; members that are undefined are left out. The result is the caller's. */
export function encodeMessagePack(value: unknown): Uint8Array {
  return encoder.encode(value);
}

/**
 * Walks the type bytes without building anything, and throws unless exactly one value within the limits
 * fills `bytes`. The decoder allocates an array as long as its header says before it reads a member, and
 * has no limit of depth: a few nested headers could claim all memory.
 */
function checkShape(bytes: Uint8Array): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  /** For each open array or map, outermost first: the values it still lacks. */
  const lacking: number[] = [];
  let position = 0;
  let values = 0;
  do {
    const { size, members } = measure(view, position);
    position += size;
    values += 1;
    if (position + members > bytes.length || values + members > messagePackLimits.values)
      throw new RangeError();
    if (members > 0) {
      if (lacking.push(members) > messagePackLimits.depth) throw new RangeError();
    } else {
      closeFilled(lacking);
    }
  } while (lacking.length > 0);
  if (position !== bytes.length) throw new RangeError();
}

/** Counts a complete value in its container, and containers that it completes in theirs. */
function closeFilled(lacking: number[]): void {
  for (let top = lacking.length - 1; top >= 0; top--) {
    const left = (lacking[top] ?? 0) - 1;
    lacking[top] = left;
    if (left > 0) return;
    lacking.pop();
  }
}

interface Extent {
  /** Bytes of the value itself: type, length and payload, without members. */
  size: number;
  /** Values that follow as its members; a map has two an entry. */
  members: number;
}

/** How far the value at `position` reaches (MessagePack specification, "Formats"). */
function measure(view: DataView, position: number): Extent {
  const type = view.getUint8(position);
  if (type <= 0x7f || type >= 0xe0) return { size: 1, members: 0 };
  if (type <= 0x8f) return { size: 1, members: 2 * (type - 0x80) };
  if (type <= 0x9f) return { size: 1, members: type - 0x90 };
  if (type <= 0xbf) return { size: 1 + (type - 0xa0), members: 0 };
  const fixed = fixedSizes[type];
  if (fixed !== undefined) return { size: fixed, members: 0 };
  switch (type) {
    case 0xc4: // bin 8
    case 0xd9: // str 8
      return { size: 2 + view.getUint8(position + 1), members: 0 };
    case 0xc5: // bin 16
    case 0xda: // str 16
      return { size: 3 + view.getUint16(position + 1), members: 0 };
    case 0xc6: // bin 32
    case 0xdb: // str 32
      return { size: 5 + view.getUint32(position + 1), members: 0 };
    case 0xc7: // ext 8
      return { size: 3 + view.getUint8(position + 1), members: 0 };
    case 0xc8: // ext 16
      return { size: 4 + view.getUint16(position + 1), members: 0 };
    case 0xc9: // ext 32
      return { size: 6 + view.getUint32(position + 1), members: 0 };
    case 0xdc: // array 16
      return { size: 3, members: view.getUint16(position + 1) };
    case 0xdd: // array 32
      return { size: 5, members: view.getUint32(position + 1) };
    case 0xde: // map 16
      return { size: 3, members: 2 * view.getUint16(position + 1) };
    case 0xdf: // map 32
      return { size: 5, members: 2 * view.getUint32(position + 1) };
    default: // 0xc1 is never used
      throw new RangeError();
  }
}

const fixedSizes: Readonly<Record<number, number>> = {
  192: 1, // nil
  194: 1, // false
  195: 1, // true
  202: 5, // float 32
  203: 9, // float 64
  204: 2, // uint 8
  205: 3, // uint 16
  206: 5, // uint 32
  207: 9, // uint 64
  208: 2, // int 8
  209: 3, // int 16
  210: 5, // int 32
  211: 9, // int 64
  212: 3, // fixext 1
  213: 4, // fixext 2
  214: 6, // fixext 4
  215: 10, // fixext 8
  216: 18, // fixext 16
};
