const headerBytes = 27;

/** header_type flags (RFC 3533, 6). */
export const pageFlags = { none: 0, first: 2, last: 4 } as const;

/** Writes the pages of one logical Ogg stream (RFC 3533). */
export class OggPageWriter {
  readonly #serial: number;
  #pages: number;

  /** `serial` has 32 bits unsigned; `pages` have been written by others before. */
  constructor(serial: number, pages = 0) {
    this.#serial = serial;
    this.#pages = pages;
  }

  /** Pages written, those of others included. */
  get pages(): number {
    return this.#pages;
  }

  /**
   * A page of whole packets. Throws a RangeError when they need more than the 255 segments of a page
   * (64 kB).
   */
  page(packets: readonly Uint8Array[], granulePosition: number, flags: number): Uint8Array {
    const lacing = packets.flatMap(lacingValues);
    if (lacing.length > 255) throw new RangeError('the packets do not fit into one Ogg page');
    const size = packets.reduce((total, packet) => total + packet.length, 0);
    const page = Buffer.alloc(headerBytes + lacing.length + size);
    page.write('OggS', 0, 'latin1');
    page.writeUInt8(flags, 5);
    page.writeBigInt64LE(BigInt(granulePosition), 6);
    page.writeUInt32LE(this.#serial, 14);
    page.writeUInt32LE(this.#pages++, 18);
    page.writeUInt8(lacing.length, 26);
    page.set(lacing, headerBytes);
    let offset = headerBytes + lacing.length;
    for (const packet of packets) {
      page.set(packet, offset);
      offset += packet.length;
    }
    page.writeUInt32LE(checksum(page), 22);
    return page;
  }
}

/** 255 for each full segment and what is left, which may be 0: a value under 255 ends the packet. */
function lacingValues(packet: Uint8Array): number[] {
  const full = Math.floor(packet.length / 255);
  return [...new Array<number>(full).fill(255), packet.length % 255];
}

/** CRC-32 with polynomial 0x04C11DB7, not reflected, starting at 0; the checksum field counts as zero. */
function checksum(page: Uint8Array): number {
  let crc = 0;
  for (let n = 0; n < page.length; n++) {
    crc = (crc << 8) ^ (crcTable[(crc >>> 24) ^ (page[n] as number)] as number);
  }
  return crc >>> 0;
}

const crcTable = Int32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte << 24;
  for (let bit = 0; bit < 8; bit++) crc = crc & 0x8000_0000 ? (crc << 1) ^ 0x04c1_1db7 : crc << 1;
  return crc;
});
