/**
 * What can go wrong while speaking or listening. The code is the contract; the message is for people and
 * never holds users' text, paths or stacks.
 */
export const speechErrorCodes = [
  'voice_not_found',
  'bad_input',
  'unsupported',
  'overloaded',
  'engine_failed',
  'engine_lost',
  'cancelled',
] as const;
export type SpeechErrorCode = (typeof speechErrorCodes)[number];

const retryableCodes: ReadonlySet<SpeechErrorCode> = new Set(['overloaded', 'engine_lost']);

export class SpeechError extends Error {
  override readonly name = 'SpeechError';
  readonly code: SpeechErrorCode;

  constructor(code: SpeechErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }

  /** Whether the same request may succeed a moment later. */
  get retryable(): boolean {
    return retryableCodes.has(this.code);
  }

  static isInstance(error: unknown): error is SpeechError {
    return error instanceof SpeechError;
  }
}
