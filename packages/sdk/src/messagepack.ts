/** Plain data as MessagePack. Members that are undefined are left out. */
export function encodeMessagePack(value: unknown): Uint8Array<ArrayBuffer> {
  const writer = new Writer();
  writer.value(value);
  return writer.bytes();
}

/**
 * The one value that `bytes` hold. Byte strings are views into them.
 *
 * @throws Error when they are not MessagePack, or hold more than one value or one nested too deeply
 */
export function decodeMessagePack(bytes: Uint8Array): unknown {
  const reader = new Reader(bytes);
  const value = reader.value(0);
  if (reader.position !== bytes.length) throw malformed();
  return value;
}

const malformed = () => new Error('Not valid MessagePack');
const utf8 = { encoder: new TextEncoder(), decoder: new TextDecoder() };

class Writer {
  #bytes = new Uint8Array(1024);
  #view = new DataView(this.#bytes.buffer);
  #length = 0;

  bytes(): Uint8Array<ArrayBuffer> {
    return this.#bytes.subarray(0, this.#length);
  }

  value(value: unknown): void {
    if (value === null || value === undefined) this.#u8(0xc0);
    else if (typeof value === 'boolean') this.#u8(value ? 0xc3 : 0xc2);
    else if (typeof value === 'number') this.#number(value);
    else if (typeof value === 'string') this.#string(value);
    else if (value instanceof Uint8Array) this.#binary(value);
    else if (Array.isArray(value)) this.#array(value);
    else if (typeof value === 'object') this.#map(value);
    else throw new TypeError(`A ${typeof value} cannot be sent`);
  }

  #number(value: number): void {
    if (Number.isInteger(value) && value >= -32 && value <= 0x7f) {
      this.#u8(value & 0xff);
    } else if (Number.isInteger(value) && value >= -(2 ** 31) && value < 2 ** 31) {
      this.#u8(0xd2);
      const start = this.#room(4);
      this.#view.setInt32(start, value);
    } else {
      this.#u8(0xcb);
      const start = this.#room(8);
      this.#view.setFloat64(start, value);
    }
  }

  #string(value: string): void {
    const bytes = utf8.encoder.encode(value);
    if (bytes.length < 32) this.#u8(0xa0 | bytes.length);
    else this.#header(bytes.length, [0xd9, 0xda, 0xdb]);
    this.#raw(bytes);
  }

  #binary(value: Uint8Array): void {
    this.#header(value.length, [0xc4, 0xc5, 0xc6]);
    this.#raw(value);
  }

  #array(items: readonly unknown[]): void {
    this.#header(items.length, [undefined, 0xdc, 0xdd]);
    for (const item of items) this.value(item);
  }

  #map(map: object): void {
    const members = Object.entries(map).filter(([, member]) => member !== undefined);
    this.#header(members.length, [undefined, 0xde, 0xdf]);
    for (const [name, member] of members) {
      this.#string(name);
      this.value(member);
    }
  }

  /** The shortest of the three forms, whose lengths have 8, 16 and 32 bits. */
  #header(length: number, [short, medium, long]: readonly [number | undefined, number, number]): void {
    if (short !== undefined && length <= 0xff) {
      this.#u8(short);
      this.#u8(length);
    } else if (length <= 0xffff) {
      this.#u8(medium);
      const start = this.#room(2);
      this.#view.setUint16(start, length);
    } else {
      this.#u8(long);
      const start = this.#room(4);
      this.#view.setUint32(start, length);
    }
  }

  #u8(byte: number): void {
    const start = this.#room(1);
    this.#view.setUint8(start, byte);
  }

  #raw(bytes: Uint8Array): void {
    const start = this.#room(bytes.length);
    this.#bytes.set(bytes, start);
  }

  /** Where so many bytes go. Replaces `#bytes` and `#view` when they are full, so it comes before them. */
  #room(size: number): number {
    const start = this.#length;
    this.#length += size;
    if (this.#length > this.#bytes.length) {
      const larger = new Uint8Array(Math.max(2 * this.#bytes.length, this.#length));
      larger.set(this.#bytes.subarray(0, start));
      this.#bytes = larger;
      this.#view = new DataView(larger.buffer);
    }
    return start;
  }
}

const deepest = 32;

class Reader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  position = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  value(depth: number): unknown {
    if (depth > deepest) throw malformed();
    const type = this.#view.getUint8(this.#skip(1));
    if (type <= 0x7f) return type;
    if (type >= 0xe0) return type - 0x100;
    if (type <= 0x8f) return this.#map(type & 0x0f, depth);
    if (type <= 0x9f) return this.#array(type & 0x0f, depth);
    if (type <= 0xbf) return this.#string(type & 0x1f);
    return this.#typed(type, depth);
  }

  /** Formats that begin with a byte of their own (MessagePack specification, "Formats"). */
  #typed(type: number, depth: number): unknown {
    const view = this.#view;
    switch (type) {
      case 0xc0:
        return null;
      case 0xc2:
        return false;
      case 0xc3:
        return true;
      case 0xca:
        return view.getFloat32(this.#skip(4));
      case 0xcb:
        return view.getFloat64(this.#skip(8));
      case 0xcc:
      case 0xcd:
      case 0xce:
        return this.#unsigned(type - 0xcc);
      case 0xcf:
        return Number(view.getBigUint64(this.#skip(8)));
      case 0xd0:
        return view.getInt8(this.#skip(1));
      case 0xd1:
        return view.getInt16(this.#skip(2));
      case 0xd2:
        return view.getInt32(this.#skip(4));
      case 0xd3:
        return Number(view.getBigInt64(this.#skip(8)));
      case 0xc4:
      case 0xc5:
      case 0xc6:
        return this.#binary(this.#unsigned(type - 0xc4));
      case 0xc7:
      case 0xc8:
      case 0xc9:
        return this.#extension(this.#unsigned(type - 0xc7));
      case 0xd4:
      case 0xd5:
      case 0xd6:
      case 0xd7:
      case 0xd8:
        return this.#extension(2 ** (type - 0xd4));
      case 0xd9:
      case 0xda:
      case 0xdb:
        return this.#string(this.#unsigned(type - 0xd9));
      case 0xdc:
      case 0xdd:
        return this.#array(this.#unsigned(type - 0xdb), depth);
      case 0xde:
      case 0xdf:
        return this.#map(this.#unsigned(type - 0xdd), depth);
      default: // 0xc1 is never used
        throw malformed();
    }
  }

  /** @param size 0, 1 or 2 for 8, 16 or 32 bits */
  #unsigned(size: number): number {
    const start = this.#skip(2 ** size);
    if (size === 0) return this.#view.getUint8(start);
    return size === 1 ? this.#view.getUint16(start) : this.#view.getUint32(start);
  }

  #binary(length: number): Uint8Array {
    const start = this.#skip(length);
    return this.#bytes.subarray(start, start + length);
  }

  #string(length: number): string {
    return utf8.decoder.decode(this.#binary(length));
  }

  /** Nothing here has a type of its own: extensions are passed over. */
  #extension(length: number): null {
    this.#skip(1 + length);
    return null;
  }

  #array(length: number, depth: number): unknown[] {
    const items: unknown[] = [];
    for (let index = 0; index < length; index++) items.push(this.value(depth + 1));
    return items;
  }

  #map(size: number, depth: number): Record<string, unknown> {
    const members: [string, unknown][] = [];
    for (let index = 0; index < size; index++) {
      members.push([String(this.value(depth + 1)), this.value(depth + 1)]);
    }
    return Object.fromEntries(members);
  }

  /** Where the next bytes begin, which then are behind. */
  #skip(size: number): number {
    const start = this.position;
    this.position += size;
    if (this.position > this.#bytes.length) throw malformed();
    return start;
  }
}
