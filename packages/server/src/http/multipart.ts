import type { Readable } from 'node:stream';
import { Busboy, type BusboyInstance } from '@fastify/busboy';
import { formFields, WireError } from '@shoal/wire';

/** The largest form of the contract has some fifty parts. */
export const multipartLimits = {
  parts: 200,
  /** Bytes of a field that is no file. */
  fieldBytes: 64 * 1024,
  /** Bytes of the head of a part. */
  headBytes: 8 * 1024,
} as const;

type Entry = readonly [name: string, value: string | Uint8Array];

/**
 * Decodes a multipart form (RFC 7578). Files are bytes: their names and their media types are what the client says, so
 * nobody looks at them. A file that was not chosen is left out.
 *
 * @throws WireError `malformed` or `too_large`
 */
export async function decodeMultipart(
  contentType: string,
  body: Uint8Array,
): Promise<Record<string, unknown>> {
  return formFields(await readEntries(contentType, body));
}

async function readEntries(contentType: string, body: Uint8Array): Promise<Entry[]> {
  const parser = openParser(contentType);
  const entries: Promise<Entry | undefined>[] = [];
  const done = new Promise<void>((resolve, reject) => {
    parser.on('field', (name: string | undefined, value, _nameTruncated, isTruncated) => {
      if (isTruncated) reject(tooLarge('a field that is too long'));
      // A part without a name is nothing that anybody asked for.
      if (name !== undefined) entries.push(Promise.resolve([name, value]));
    });
    parser.on('file', (name: string | undefined, stream, fileName) => {
      const content = bytesOf(stream).then((bytes): Entry | undefined => {
        const isNotChosen = bytes.length === 0 && !fileName;
        return name === undefined || isNotChosen ? undefined : [name, bytes];
      });
      content.catch(() => reject(notValid()));
      entries.push(content);
    });
    parser.on('partsLimit', () => {
      // Leaves the parser, which would go through millions of further parts while nobody else is served.
      throw tooLarge('too many parts');
    });
    parser.on('error', () => reject(notValid()));
    parser.on('finish', resolve);
    parser.end(Buffer.from(body.buffer, body.byteOffset, body.byteLength));
  });
  await done;
  return (await Promise.all(entries)).filter((entry) => entry !== undefined);
}

function openParser(contentType: string): BusboyInstance {
  try {
    return new Busboy({
      headers: { 'content-type': contentType },
      limits: {
        parts: multipartLimits.parts,
        fieldSize: multipartLimits.fieldBytes,
        headerSize: multipartLimits.headBytes,
      },
    });
  } catch {
    throw notValid();
  }
}

/** A file mostly comes in one piece of the body, and is not copied then. */
function bytesOf(stream: Readable): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const pieces: Uint8Array[] = [];
    stream.on('data', (piece: Uint8Array) => pieces.push(piece));
    stream.on('end', () => resolve(pieces.length === 1 ? (pieces[0] as Uint8Array) : Buffer.concat(pieces)));
    stream.on('error', reject);
  });
}

function tooLarge(what: string): WireError {
  return new WireError('too_large', `The form has ${what}`);
}

function notValid(): WireError {
  return new WireError('malformed', 'Not a valid multipart form');
}
