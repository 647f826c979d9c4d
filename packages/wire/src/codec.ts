import { WireError } from './error.ts';
import { decodeForm } from './form.ts';
import { decodeJson } from './json.ts';
import { decodeMessagePack } from './messagepack.ts';

export const jsonMediaType = 'application/json';
/** The first is the one to send; the others are read too. */
export const messagePackMediaTypes = [
  'application/msgpack',
  'application/x-msgpack',
  'application/vnd.msgpack',
] as const;

export const formMediaType = 'application/x-www-form-urlencoded';
export const multipartMediaType = 'multipart/form-data';
export const eventStreamMediaType = 'text/event-stream';

/** What a request body may be sent as. */
export const bodyMediaTypes = [jsonMediaType, ...messagePackMediaTypes] as const;
/** The same where there are files in it. */
export const uploadMediaTypes = [...bodyMediaTypes, formMediaType, multipartMediaType] as const;

const decoders: ReadonlyMap<string, (body: Uint8Array) => unknown> = new Map([
  [jsonMediaType, decodeJson],
  [formMediaType, decodeForm],
  ...messagePackMediaTypes.map((mediaType) => [mediaType, decodeMessagePack] as const),
]);

/** The media type without its parameters; empty when there is none. */
export function mediaTypeOf(contentType: string | undefined): string {
  return contentType?.split(';', 1)[0]?.trim().toLowerCase() ?? '';
}

/**
 * Decodes a request body by its `Content-Type`, all but multipart forms. Byte strings are views into `body`.
 *
 * @param accepted the media types that it may be of
 * @throws WireError `unsupported_media_type`, `malformed` or `too_large`
 */
export function decodeBody(
  contentType: string | undefined,
  body: Uint8Array,
  accepted: readonly string[] = bodyMediaTypes,
): unknown {
  // Parameters are ignored: JSON is UTF-8 whatever a charset says (RFC 8259 §8.1 and §11).
  const mediaType = mediaTypeOf(contentType);
  const decode = accepted.includes(mediaType) ? decoders.get(mediaType) : undefined;
  if (decode === undefined) {
    throw new WireError('unsupported_media_type', `Content-Type should be ${listed(accepted)}`);
  }
  return decode(body);
}

/** `a, b or c`; of MessagePack's names only the first. */
function listed(mediaTypes: readonly string[]): string {
  const [, ...aliases] = messagePackMediaTypes;
  const names = mediaTypes.filter((mediaType) => !aliases.some((alias) => alias === mediaType));
  return `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`;
}
