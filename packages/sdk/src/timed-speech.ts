import type { Answer } from './answer.ts';
import { FishAudioError } from './errors.ts';
import { joined } from './pieces.ts';
import { serverEvents } from './server-events.ts';

/** A word, and when it is heard: in seconds from the start of all the audio. */
export interface TimedWord {
  /** As it is written in the text. */
  text: string;
  start: number;
  end: number;
}

/** A piece of speech. */
export interface TimedSpeech {
  /** The next bytes of the audio: all of them in order make one file. None where only the words are new. */
  audio: Uint8Array;
  /** The part of the text that it belongs to, about a sentence: its number, from 0, */
  chunk: number;
  /** and the text itself. */
  text: string;
  /** All words of that part that are known so far, in place of those that were told before. */
  words: TimedWord[];
  /** Where that part begins, in seconds from the start of all the audio. */
  start: number;
  /** How long it is so far, in seconds. */
  duration: number;
}

/** All of some speech. */
export interface WholeTimedSpeech {
  audio: Uint8Array;
  words: TimedWord[];
}

/** As the server tells it. */
interface Told {
  audioBase64: string;
  content: string;
  /** Its times are from the start of the chunk. */
  alignment: { segments: TimedWord[]; audioDuration: number } | null;
  chunkSeq: number;
  chunkAudioOffsetSec: number;
}

/** Speech as it comes. Leaving the loop closes the connection. */
export async function* timedSpeech(answer: Answer): AsyncGenerator<TimedSpeech, void, undefined> {
  for await (const { data } of serverEvents(answer)) {
    const { audioBase64, content, alignment, chunkSeq, chunkAudioOffsetSec } = data as Told;
    const { segments = [], audioDuration = 0 } = alignment ?? {};
    yield {
      audio: bytesIn(audioBase64),
      chunk: chunkSeq,
      text: content,
      words: segments.map(({ text, start, end }) => ({
        text,
        start: chunkAudioOffsetSec + start,
        end: chunkAudioOffsetSec + end,
      })),
      start: chunkAudioOffsetSec,
      duration: audioDuration,
    };
  }
}

/** All of it, when it is there. */
export async function collected(speech: AsyncIterable<TimedSpeech>): Promise<WholeTimedSpeech> {
  const pieces: Uint8Array[] = [];
  const chunks = new Map<number, TimedWord[]>();
  for await (const { audio, chunk, words } of speech) {
    pieces.push(audio);
    chunks.set(chunk, words);
  }
  return { audio: joined(pieces), words: [...chunks.values()].flat() };
}

/** @throws FishAudioError for what is no Base64 */
export function bytesIn(text: string): Uint8Array {
  try {
    return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  } catch (error) {
    throw new FishAudioError('The server sent audio that cannot be read', { cause: error });
  }
}
