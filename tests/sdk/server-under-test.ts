import { describe } from 'vitest';
import { describeWith } from '../installed-programs.ts';
import { runServer } from '../running-server.ts';

/** Where the API is, and a key for it. */
export interface ServerUnderTest extends AsyncDisposable {
  url: string;
  key: string;
}

const { SHOAL_TEST_BASE_URL: otherUrl, SHOAL_TEST_API_KEY: otherKey } = process.env;

/** Whether the suite is pointed at a server that is not ours to look into. */
export const isElsewhere = Boolean(otherUrl);

/** `describe` for what only a server of our own can show: how it is made, and what is free in it. */
export function describeHere(title: string, suite: () => void): void {
  if (isElsewhere) describe.skip(title, suite);
  else describe(title, suite);
}

/** The same for a suite that needs programs of the system. */
export const describeHereWith: typeof describeWith = (programs, title, suite) =>
  isElsewhere ? describe.skip(title, suite) : describeWith(programs, title, suite);

/** The server that `SHOAL_TEST_BASE_URL` names, with the key `SHOAL_TEST_API_KEY`; else one of our own. */
export async function serverUnderTest(engines: string[]): Promise<ServerUnderTest> {
  if (!otherUrl) return runServer({ engines });
  if (!otherKey) throw new Error('SHOAL_TEST_BASE_URL needs a key: set SHOAL_TEST_API_KEY');
  return { url: otherUrl, key: otherKey, [Symbol.asyncDispose]: async () => {} };
}
