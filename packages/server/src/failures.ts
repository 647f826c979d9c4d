/** Failures of the system that a person can mend, by errno. */
const remedies: Readonly<Record<string, string>> = {
  EADDRINUSE: 'The address is in use. Choose another port: PORT=8081 npm start',
  EACCES: 'Something may not be used; see PORT and SHOAL_DATA_DIR',
  ENOTDIR: 'SHOAL_DATA_DIR is no directory',
  ENOSPC: 'The disk is full',
  EROFS: 'SHOAL_DATA_DIR cannot be written to',
};

/** What a person should read of an error that keeps a program from starting. */
export function describeFailure(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error ? String(error.code) : '';
  return code in remedies ? `${remedies[code]} (${error.message})` : error.message;
}
