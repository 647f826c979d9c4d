import { afterAll, beforeAll, describe } from 'vitest';
import { PostgresServer } from './postgres-server.ts';

/**
 * `describe` for a suite that needs a real PostgreSQL; `server` gives it within tests and hooks. Where it is not
 * installed the suite is skipped; with `CI=true` it fails instead.
 */
export function describeWithPostgres(title: string, suite: (server: () => PostgresServer) => void): void {
  describe(title, { skip: mustSkip(title) }, () => {
    let server: PostgresServer | undefined;
    beforeAll(async () => {
      server = await PostgresServer.start();
    });
    afterAll(() => server?.[Symbol.asyncDispose]());
    suite(() => {
      if (!server) throw new Error('PostgreSQL does not run: apt-get install postgresql');
      return server;
    });
  });
}

function mustSkip(title: string): boolean {
  if (PostgresServer.isInstalled || process.env.CI === 'true') return false;
  console.warn(`"${title}" is skipped: apt-get install postgresql`);
  return true;
}
