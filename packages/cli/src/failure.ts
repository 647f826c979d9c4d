import type { APIError } from '@shoal/sdk';

/** How commands end: part of what scripts rely on, and of docs/cli.md. */
export const exitCodes = {
  done: 0,
  failed: 1,
  /** The command line, or a value that the server does not accept. */
  usage: 2,
  /** No API key, a wrong one, or one that is not good for this. */
  key: 3,
  notFound: 4,
  noCredit: 5,
  /** The server cannot be reached, or the connection was lost. */
  noServer: 6,
  /** The server is busy, or failed. */
  serverFailed: 7,
  readerGone: 141,
} as const;

type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** Something that a person can mend: the message says what and how. */
export class CommandFailure extends Error {
  override readonly name = 'CommandFailure';
  readonly exitCode: ExitCode;

  constructor(message: string, exitCode: ExitCode = exitCodes.failed) {
    super(message);
    this.exitCode = exitCode;
  }
}

export interface FailureReport {
  /** What happened and what to do about it; others may have had a say in it. */
  line: string;
  exitCode: ExitCode;
}

/** What to tell of a failure. */
export async function describeFailure(error: unknown): Promise<FailureReport> {
  if (error instanceof CommandFailure) return { line: error.message, exitCode: error.exitCode };
  const sdk = await import('@shoal/sdk');
  const line = error instanceof Error ? error.message : String(error);
  if (error instanceof sdk.APIError) return describeRefusal(error, line);
  if (error instanceof sdk.ConnectionError)
    return {
      line: `${line}. Is it up? Start one with: shoal serve, or name another with FISH_BASE_URL`,
      exitCode: exitCodes.noServer,
    };
  if (error instanceof sdk.TimeoutError) return { line, exitCode: exitCodes.noServer };
  return { line: describeFile(error) ?? line, exitCode: exitCodes.failed };
}

function describeRefusal({ status, requestId }: APIError, line: string): FailureReport {
  if (status === 401) return { line: describeKey(), exitCode: exitCodes.key };
  if (status === 402)
    return { line: `${line}. Top up: shoal top-up <account> <dollars>`, exitCode: exitCodes.noCredit };
  if (status === 403) return { line, exitCode: exitCodes.key };
  if (line === 'Reference not found')
    return { line: 'There is no such voice. See: shoal voices list', exitCode: exitCodes.notFound };
  if (status === 404) return { line, exitCode: exitCodes.notFound };
  if (status === 400 || status === 422) return { line, exitCode: exitCodes.usage };
  if (status === 429) return { line: `${line}. Try again in a while`, exitCode: exitCodes.serverFailed };
  const inTheLog = requestId ? ` (request ${requestId} in the server's log)` : '';
  return { line: `${line}${inTheLog}`, exitCode: status >= 500 ? exitCodes.serverFailed : exitCodes.failed };
}

function describeKey(): string {
  return process.env.FISH_API_KEY
    ? 'The API key in FISH_API_KEY is not valid here. Where the server runs, make one: shoal keys create'
    : 'No API key: set FISH_API_KEY, or where the server runs make one: shoal keys create';
}

const fileFailures: Readonly<Record<string, string>> = {
  ENOENT: 'There is no such file',
  EACCES: 'This may not be used',
  EISDIR: 'This is a folder',
  ENOTDIR: 'This is no folder',
  ENOSPC: 'The disk is full',
  EROFS: 'This cannot be written to',
};

/** Of an error of the file system, in words; undefined for others. */
function describeFile(error: unknown): string | undefined {
  const { code = '', path } = Object(error) as NodeJS.ErrnoException;
  const words = fileFailures[code];
  // What is not complete yet has another name.
  const name = path?.replace(/\.[0-9a-f-]{36}\.part$/, '');
  return words && (name ? `${words}: ${name}` : words);
}
