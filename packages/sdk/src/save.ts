import { platform } from '#platform';

/**
 * Saves audio: in Node as a file, written as it comes and complete or not there; in browsers as a download. Streamed
 * WAV does not know its length; what is saved does.
 *
 * @param audio all of it, or a stream
 * @param path of the file; in browsers, its name
 * @example
 * await save(await client.tts.stream({ text: 'Hello', format: 'wav' }), 'hello.wav');
 */
export function save(audio: Uint8Array | AsyncIterable<Uint8Array>, path: string): Promise<void> {
  return platform.save(audio instanceof Uint8Array ? once(audio) : audio, path);
}

async function* once(audio: Uint8Array) {
  yield audio;
}
