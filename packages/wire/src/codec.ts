import { WireError } from './error.ts';
import { decodeMessagePack } from './messagepack.ts';

export const jsonMediaType = 'application/json';
/** The first is the one to send; the others are read too. */
export const messagePackMediaTypes = [
  'application/msgpack',
  'application/x-msgpack',
  'application/vnd.msgpack',
] as const;

/** What a request body may be sent as. */
export const bodyMediaTypes = [jsonMediaType, ...messagePackMediaTypes] as const;

const decoders: ReadonlyMap<string, (body: Uint8Array) => unknown> = new Map([
  [jsonMediaType, decodeJson],
  ...messagePackMediaTypes.map((mediaType) => [mediaType, decodeMessagePack] as const),
]);

/**
 * Decodes a request body by its `Content-Type`. Byte strings are views into `body`.
 *
 * @throws WireError `unsupported_media_type` or `malformed`
 */
export function decodeBody(contentType: string | undefined, body: Uint8Array): unknown {
  // Parameters are ignored: JSON is UTF-8 whatever a charset says (RFC 8259 §8.1 and §11).
  const mediaType = contentType?.split(';', 1)[0]?.trim().toLowerCase() ?? '';
  const decode = decoders.get(mediaType);
  if (decode === undefined) {
    throw new WireError(
      'unsupported_media_type',
      'Content-Type should be application/json or application/msgpack',
    );
  }
  return decode(body);
}

// A byte order mark is dropped, as RFC 8259 §8.1 allows.
const utf8 = new TextDecoder('utf-8', { fatal: true });

function decodeJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(utf8.decode(body));
  } catch {
    // The engine's own message would quote the body.
    throw new WireError('malformed', 'Not valid JSON');
  }
}
