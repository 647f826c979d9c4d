import { openNamelessFile } from '../../nameless-file.ts';
import type { Recognizer } from '../../recognizer.ts';
import type { HeardWord } from '../../transcript.ts';
import { listen } from '../listen.ts';
import { readSamples, SAMPLE_BYTES } from '../sample-file.ts';

/** The words of a recording, found in this process and chunk by chunk, as hosts do it. */
export async function recognizeHere(recording: Uint8Array, recognizer: Recognizer): Promise<HeardWord[]> {
  const file = await openNamelessFile();
  try {
    const { signal } = new AbortController();
    const { chunks } = await listen(recording, file.fd, { maxSeconds: 3_600, whenLonger: 'refuse', signal });
    const words: HeardWord[] = [];
    for (const { start, end } of chunks) {
      const bytes = new Uint8Array((end - start) * SAMPLE_BYTES);
      await file.read(bytes, 0, bytes.length, start * SAMPLE_BYTES);
      const offset = start / recognizer.sampleRate;
      for (const { text, startSeconds, endSeconds } of await recognizer.recognize(readSamples(bytes))) {
        words.push({ text, startSeconds: offset + startSeconds, endSeconds: offset + endSeconds });
      }
    }
    return words;
  } finally {
    await file.close();
  }
}
