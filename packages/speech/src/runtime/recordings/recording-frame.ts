import type { SpeechErrorCode } from '../../error.ts';
import type { SpeechChunk } from '../../recognition/speech-chunks.ts';
import type { RecordingLimits, RecordingTask } from './recording-task.ts';

/**
 * Largest piece of a recording in one frame: what every carrier takes, and little enough that the frames of a render
 * on the same line do not wait.
 */
export const PIECE_BYTES = 64 * 1024;

/** Frames of one job over recordings, gateway to host. Closing the link cancels the job. */
export type RecordingRequestFrame =
  | {
      kind: 'recordings';
      task: RecordingTask;
      /** As `RecordingTasks` says for this task. */
      options: unknown;
      limits: RecordingLimits;
      /** Bytes of each recording that follows. */
      sizes: number[];
    }
  /** The next bytes, recording after recording; a piece is of one recording. */
  | { kind: 'piece'; bytes: Uint8Array }
  /** After the result of `listen`: asks for samples. The host has them until the link is closed. */
  | { kind: 'read'; chunk: SpeechChunk };

/** Frames of one job over recordings, host to gateway. The last one is the result or the failure, or what was read. */
export type RecordingReplyFrame =
  /** Bytes of pieces that may be sent now, beside those of earlier grants. */
  | { kind: 'credit'; bytes: number }
  /** Seconds decoded so far. */
  | { kind: 'progress'; seconds: number }
  /** As `RecordingTasks` says for this task. */
  | { kind: 'result'; result: unknown }
  /** The answer to `read`. */
  | { kind: 'samples'; bytes: Uint8Array }
  | { kind: 'failure'; code: SpeechErrorCode; message: string };
