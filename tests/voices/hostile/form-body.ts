/** What `formBody` writes is of this type. */
export const formType = 'multipart/form-data; boundary=b';

/** A field that is no file. */
export function field(name: string, value: string): string {
  return `--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
}

/** A file, whose name may be anything. */
export function file(
  name: string,
  content: Uint8Array | string,
  { fileName = 'upload', mediaType = 'application/octet-stream' } = {},
): Buffer {
  const head = `--b\r\nContent-Disposition: form-data; name="${name}"; filename="${fileName}"\r\nContent-Type: ${mediaType}\r\n\r\n`;
  return Buffer.concat([head, content, '\r\n'].map(bytesOf));
}

/** What every form for a voice has, but for its recordings. */
export const required = field('type', 'tts') + field('train_mode', 'fast') + field('title', 'x');

/** A multipart form as bytes (RFC 7578), of parts that may be anything. */
export function formBody(...parts: (string | Uint8Array)[]): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.concat([...parts, '--b--\r\n'].map(bytesOf)));
}

function bytesOf(part: string | Uint8Array): Uint8Array {
  return typeof part === 'string' ? Buffer.from(part) : part;
}
