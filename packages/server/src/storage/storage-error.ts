/** What can be wrong with the database, as far as it matters to those who use it. */
export type StorageErrorCode =
  /** It cannot be reached, or is too busy. The same again may succeed. */
  | 'unavailable'
  /** There is no room left to write. */
  | 'full';

export class StorageError extends Error {
  override readonly name = 'StorageError';
  readonly code: StorageErrorCode;

  constructor(code: StorageErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }

  static isInstance(error: unknown): error is StorageError {
    return error instanceof StorageError;
  }
}
