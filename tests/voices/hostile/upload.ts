/** A request with something in it that nobody should have sent. */
export interface HostileUpload {
  /** What is wrong with it. */
  name: string;
  path: '/model' | '/v1/tts';
  headers: Record<string, string>;
  body: Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array>;
  /** What may come of it: damaged recordings may be of use still. */
  outcome: 'refused' | 'taken' | 'either';
  /** Of the refusal; any of the documented ones unless given. */
  status?: number;
}

export const MEBIBYTE = 1024 * 1024;
