import type { ValidationIssue } from './problem.ts';

/** What can be wrong with what a client sent, and the HTTP status it is answered with. */
export const wireErrorStatus = {
  /** Neither JSON nor MessagePack. */
  unsupported_media_type: 415,
  /** Bytes that do not decode. */
  malformed: 400,
  /** Decoded, but not of the contract's shape; `issues` says where. */
  invalid: 422,
  /** More than the contract allows in one message. */
  too_large: 413,
} as const;
export type WireErrorCode = keyof typeof wireErrorStatus;

/** The only error that decoding and parsing throw. The message never holds what the client sent. */
export class WireError extends Error {
  override readonly name = 'WireError';
  readonly code: WireErrorCode;
  /** At least one for `invalid`, none otherwise. */
  readonly issues: readonly ValidationIssue[];

  constructor(code: WireErrorCode, message: string, issues: readonly ValidationIssue[] = []) {
    super(message);
    this.code = code;
    this.issues = issues;
  }

  static isInstance(error: unknown): error is WireError {
    return error instanceof WireError;
  }
}
