import { segmentsOf } from '../../recognition/segments.ts';
import type { SpeechChunk } from '../../recognition/speech-chunks.ts';
import type { HeardWord, TranscriptSegment } from '../../transcript.ts';
import { ANALYSIS_RATE } from '../../voices/analysis/spectrogram.ts';
import type { Admission } from '../admission.ts';
import type { Dial, RecordingLink } from '../link.ts';
import { type HostedRecording, performInHost } from '../recordings/recording-session.ts';
import type { RecordingLimits } from '../recordings/recording-task.ts';
import type { TranscriptionProgress } from './transcriber.ts';

/** A recording that is being recognized. */
export interface Recognition {
  recording: HostedRecording;
  /** Id of the engine. */
  recognizer: string;
  dial: Dial<RecordingLink>;
  /** Chunks that are recognized at once, of all recordings. */
  chunks: Admission;
  /** How many of this one. */
  hosts: number;
  signal: AbortSignal;
}

/** A chunk takes seconds; one for which a recognizer needs longer than this is not speech. */
const limits: RecordingLimits = { maxSeconds: 60, whenLonger: 'refuse', timeoutMs: 120_000 };

/**
 * Has the chunks of a recording recognized by several hosts, and puts them together in order. Never more than one chunk
 * for each host has left the disk. Who shares the hosts takes turns: after each chunk the next one waits in line.
 */
export async function recognizeChunks(
  recognition: Recognition,
  onProgress: ((progress: TranscriptionProgress) => void) | undefined,
): Promise<TranscriptSegment[]> {
  const { chunks, durationSeconds } = recognition.recording.result;
  const failing = new AbortController();
  const signal = AbortSignal.any([recognition.signal, failing.signal]);
  const reader = new ChunkReader(recognition.recording);
  const inOrder = new InOrder(chunks, durationSeconds, onProgress);
  let next = 0;
  const work = async () => {
    while (next < chunks.length) {
      const index = next++;
      const isFirst = index === 0;
      inOrder.put(
        index,
        await recognize(chunks[index] as SpeechChunk, { ...recognition, signal }, reader, isFirst),
      );
    }
  };
  const workers = Array.from({ length: Math.min(recognition.hosts, chunks.length) }, work);
  try {
    await Promise.all(workers);
  } catch (error) {
    failing.abort(error);
    await Promise.allSettled(workers);
    throw error;
  }
  // Whoever left while the last chunk was done gets nothing, as at any other time.
  recognition.signal.throwIfAborted();
  return inOrder.finish();
}

/** Words with times from the start of the recording. */
async function recognize(
  chunk: SpeechChunk,
  { chunks, recognizer, dial, signal }: Recognition,
  reader: ChunkReader,
  isFirst: boolean,
): Promise<HeardWord[]> {
  const leave = await chunks.enter(signal, { isUrgent: isFirst });
  try {
    const samples = await reader.read(chunk);
    const words = await performInHost({
      ...{ dial, task: 'recognize', options: { recognizer }, recordings: [samples], limits, signal },
    });
    const offset = chunk.start / ANALYSIS_RATE;
    return words.map(({ text, startSeconds, endSeconds }) => ({
      text,
      startSeconds: offset + startSeconds,
      endSeconds: offset + endSeconds,
    }));
  } finally {
    leave();
  }
}

/** Several want to read from a recording that can be read by one at a time. */
class ChunkReader {
  readonly #recording: HostedRecording;
  #last: Promise<unknown> = Promise.resolve();

  constructor(recording: HostedRecording) {
    this.#recording = recording;
  }

  read(chunk: SpeechChunk): Promise<Uint8Array> {
    const reading = this.#last.then(() => this.#recording.read(chunk));
    this.#last = reading.catch(() => {});
    return reading;
  }
}

/** Takes the words of chunks as they come, and tells the segments of the recording as they are complete. */
class InOrder {
  readonly #chunks: readonly SpeechChunk[];
  readonly #durationSeconds: number;
  readonly #onProgress: ((progress: TranscriptionProgress) => void) | undefined;
  readonly #waiting = new Map<number, HeardWord[]>();
  readonly #segments: TranscriptSegment[] = [];
  #next = 0;
  /** Of a sentence that may go on in the next chunk. */
  #open: HeardWord[] = [];

  constructor(
    chunks: readonly SpeechChunk[],
    durationSeconds: number,
    onProgress: ((progress: TranscriptionProgress) => void) | undefined,
  ) {
    this.#chunks = chunks;
    this.#durationSeconds = durationSeconds;
    this.#onProgress = onProgress;
  }

  put(index: number, words: HeardWord[]): void {
    this.#waiting.set(index, words);
    for (let ready = this.#waiting.get(this.#next); ready; ready = this.#waiting.get(this.#next)) {
      this.#waiting.delete(this.#next);
      this.#next += 1;
      this.#open.push(...ready);
      const segments = segmentsOf(this.#open);
      const last = segments.at(-1);
      // Only what comes after it tells whether the last sentence is over.
      this.#open = this.#open.filter(({ startSeconds }) => last && startSeconds >= last.startSeconds);
      this.#tell(segments.slice(0, -1), (this.#chunks[this.#next - 1] as SpeechChunk).end / ANALYSIS_RATE);
    }
  }

  finish(): TranscriptSegment[] {
    this.#tell(segmentsOf(this.#open), this.#durationSeconds);
    return this.#segments;
  }

  #tell(segments: readonly TranscriptSegment[], seconds: number): void {
    this.#segments.push(...segments);
    this.#onProgress?.({ seconds, durationSeconds: this.#durationSeconds, segments });
  }
}
