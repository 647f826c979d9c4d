import { encodeMessagePack } from './messagepack.ts';

/** Bytes of a file, in any of the forms that platforms have. */
export type FileBytes = Uint8Array | ArrayBuffer | Blob;

/** The bytes themselves; not copied where they need not be. */
export async function bytesOf(file: FileBytes): Promise<Uint8Array> {
  if (file instanceof Uint8Array) return file;
  return new Uint8Array(file instanceof ArrayBuffer ? file : await file.arrayBuffer());
}

/** JSON, or MessagePack where there are bytes in it. */
export function encodeBody(body: object | undefined) {
  if (body === undefined) return {};
  if (hasBytes(body)) return { body: encodeMessagePack(body), contentType: 'application/msgpack' };
  return { body: JSON.stringify(body), contentType: 'application/json' };
}

function hasBytes(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return value instanceof Uint8Array || Object.values(value).some(hasBytes);
}
