import { decodeRecording } from '../../audio/decode/index.ts';
import { SpeechError } from '../../error.ts';
import type { Recognizer } from '../../recognizer.ts';
import type { Recording } from '../../recording.ts';
import type { RecordingOrder, RecordingTask, RecordingTasks } from './recording-task.ts';

export interface PerformanceOptions {
  signal: AbortSignal;
  /** Seconds decoded so far. */
  onProgress(seconds: number): void;
}

/** Less than this of a recording tells nothing. */
const SHORTEST_SECONDS = 1;

/** Does a job in this thread, which it may keep busy. Throws a SpeechError, or the signal's reason. */
export async function perform(order: RecordingOrder, options: PerformanceOptions): Promise<unknown> {
  const result = await tasks[order.task](order as never, options);
  options.signal.throwIfAborted();
  return result;
}

/** They load with their first job what they take. */
const tasks: {
  [Task in RecordingTask]: (
    order: RecordingOrder<Task>,
    options: PerformanceOptions,
  ) => Promise<RecordingTasks[Task]['result']>;
} = {
  lengths: async (order, options) =>
    (await decodeAll(order, options)).map(({ samples, sampleRate }) => samples.length / sampleRate),
  analyse: async (order, options) => {
    const recordings = await decodeAll(order, options);
    const { analyseVoice } = await import('../../voices/analysis/analyse-voice.ts');
    return analyseVoice(recordings, order.options);
  },
  align: async (order, options) => {
    const [recording] = await decodeAll(order, options);
    if (!recording) throw new SpeechError('bad_input', 'there is no recording');
    const { alignRecording } = await import('../../alignment/align-recording.ts');
    return alignRecording(recording, order.options);
  },
  listen: async ({ recordings: [recording], spool, limits }, options) => {
    if (!recording || spool === undefined) throw new SpeechError('bad_input', 'there is no recording');
    const { listen } = await import('../../recognition/listen.ts');
    return listen(recording, spool, { ...limits, ...options });
  },
  recognize: async ({ recordings: [chunk], options: { recognizer } }) => {
    if (!chunk) throw new SpeechError('bad_input', 'there is no recording');
    const { readSamples } = await import('../../recognition/sample-file.ts');
    return (await recognizerOf(recognizer)).recognize(readSamples(chunk));
  },
};

const recognizers = new Map<string, Promise<Recognizer>>();

/** Loaded once in a thread, and kept. */
function recognizerOf(id: string): Promise<Recognizer> {
  const known = recognizers.get(id);
  if (known) return known;
  const loading = loadRecognizer(id);
  recognizers.set(id, loading);
  loading.catch(() => recognizers.delete(id));
  return loading;
}

async function loadRecognizer(id: string): Promise<Recognizer> {
  const { recognitionEngines } = await import('../../engines/registry.gen.ts');
  const engine = recognitionEngines.find(({ manifest }) => manifest.id === id);
  if (!engine) throw new SpeechError('unsupported', 'there is no such recognizer');
  return (await engine.load()).createRecognizer();
}

/** Decodes until the recordings together are about as long as they may be. */
async function decodeAll(
  { recordings: files, limits: { maxSeconds, whenLonger } }: RecordingOrder,
  { signal, onProgress }: PerformanceOptions,
): Promise<Recording[]> {
  const recordings: Recording[] = [];
  let total = 0;
  for (const [index, file] of files.entries()) {
    const before = total;
    const recording = await decodeRecording(file, {
      maxSeconds: maxSeconds - before,
      whenLonger,
      signal,
      onProgress: (seconds) => onProgress(before + seconds),
    }).catch((error) => {
      throw files.length > 1 ? about(index, error) : error;
    });
    recordings.push(recording);
    total += recording.samples.length / recording.sampleRate;
    onProgress(total);
    if (whenLonger === 'cut' && maxSeconds - total < SHORTEST_SECONDS) break;
  }
  signal.throwIfAborted();
  return recordings;
}

/** Says which of several recordings an error is about. */
function about(index: number, error: unknown): unknown {
  if (!SpeechError.isInstance(error)) return error;
  return new SpeechError(error.code, `recording ${index + 1}: ${error.message}`, { cause: error });
}
