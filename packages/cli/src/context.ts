/** What all commands are given. */
export interface Context {
  /** Aborted by Ctrl-C. */
  signal: AbortSignal;
}

/** Options of the program itself. */
export interface GlobalOptions {
  baseUrl?: string;
}
