import { SpeechError } from '../../error.ts';
import type { ListeningResult } from '../../recognition/listen.ts';
import type { RecognitionEngine, RecognizerManifest } from '../../recognizer.ts';
import type { Transcript, TranscriptSegment } from '../../transcript.ts';
import { Admission } from '../admission.ts';
import type { Dial, RecordingLink } from '../link.ts';
import { HostedRecording } from '../recordings/recording-session.ts';
import type { RecordingLimits } from '../recordings/recording-task.ts';
import { recognizeChunks } from './recognize-chunks.ts';

/** Writes down what is said in recordings, wherever that is computed. */
export interface Transcriber {
  /** The command that installs a recognizer, where there is none. */
  readonly missing: string | undefined;
  /** Whether a recognizer that is installed knows a language: a BCP 47 tag. */
  understands(language: string): boolean;
  /**
   * Takes the bytes of a recording in any common format. Rejects with a SpeechError: `bad_input` for a recording that
   * cannot be used, with a sentence that says why, `unsupported` where no recognizer is installed, with the command
   * that installs one, `overloaded` when too many wait already; or with the signal's reason. Aborting frees the hosts.
   */
  transcribe(recording: Uint8Array, options: TranscribeOptions): Promise<Transcript>;
}

export interface TranscribeOptions {
  /** BCP 47 tag or ISO 639 code of what is probably spoken. Only a hint: where nobody understands it, others listen. */
  language?: string | undefined;
  signal: AbortSignal;
  /** The recording is decoded, and so long; nothing of it has been recognized. Rejecting ends the job. */
  onDuration?: (seconds: number) => Promise<void> | void;
  /** So much has been recognized, with what is new. */
  onProgress?: (progress: TranscriptionProgress) => void;
}

export interface TranscriptionProgress {
  /** Everything before this is recognized. */
  seconds: number;
  durationSeconds: number;
  /** Segments that are complete, each told once, in order. */
  segments: readonly TranscriptSegment[];
}

export interface TranscriberOptions {
  /** To hosts that decode recordings and keep their samples. */
  dial: Dial<RecordingLink>;
  /** To hosts that recognize chunks, which may still have to start. */
  recognition: { dial: Dial<RecordingLink>; prepare(): void };
  /** Recordings that are at work at once; each has its samples on a disk. */
  admission: Admission;
  /** How many recognize chunks, one at a time each. */
  hosts: number;
  engines: readonly RecognitionEngine[];
  /** Ids of those for which everything is installed. */
  installed: () => readonly string[];
}

const limits: RecordingLimits = { maxSeconds: 3_600, whenLonger: 'refuse', timeoutMs: 120_000 };

export function createTranscriber(options: TranscriberOptions): Transcriber {
  const { dial, recognition, admission, hosts, engines, installed } = options;
  const chunks = new Admission({ places: hosts, longestQueue: Number.POSITIVE_INFINITY });
  const available = () => {
    const ids = installed();
    return engines.flatMap(({ manifest }) => (ids.includes(manifest.id) ? [manifest] : []));
  };
  const missing = () =>
    available().length > 0 ? undefined : engines.map(({ manifest }) => manifest.installation).join(' or ');

  return {
    get missing() {
      return missing();
    },

    understands: (language) => available().some((recognizer) => knows(recognizer, language)),

    async transcribe(bytes, { language, signal, onDuration, onProgress }) {
      const recognizer = chooseRecognizer(available(), language);
      if (!recognizer) {
        throw new SpeechError('unsupported', `speech recognition is not installed here: ${missing()}`);
      }
      const leave = await admission.enter(signal);
      try {
        recognition.prepare();
        const recording = await HostedRecording.open(bytes, { dial, limits, signal });
        try {
          await onDuration?.(recording.result.durationSeconds);
          const segments = await recognizeChunks(
            { recording, recognizer: recognizer.id, dial: recognition.dial, chunks, hosts, signal },
            onProgress,
          );
          return transcriptOf(segments, recording.result, recognizer);
        } finally {
          recording.close();
        }
      } finally {
        leave();
      }
    },
  };
}

/** The first one for the language, or else the first one. */
function chooseRecognizer(
  recognizers: readonly RecognizerManifest[],
  language = '',
): RecognizerManifest | undefined {
  return recognizers.find((recognizer) => knows(recognizer, language)) ?? recognizers[0];
}

function knows({ languages }: RecognizerManifest, language: string): boolean {
  return languages.some((tag) => primaryLanguage(tag) === primaryLanguage(language));
}

function primaryLanguage(tag: string): string {
  return tag.split(/[-_]/, 1)[0]?.toLowerCase() ?? '';
}

function transcriptOf(
  segments: TranscriptSegment[],
  { durationSeconds }: ListeningResult,
  { languages }: RecognizerManifest,
): Transcript {
  return {
    text: segments.map(({ text }) => text).join(' '),
    segments,
    durationSeconds,
    language: primaryLanguage(languages[0] ?? ''),
  };
}
