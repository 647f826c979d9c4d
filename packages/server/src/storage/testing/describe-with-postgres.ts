import { describeUnlessMissing } from '@shoal/speech/testing/describe-unless-missing';
import { afterAll, beforeAll } from 'vitest';
import { PostgresServer } from './postgres-server.ts';

/**
 * `describe` for a suite that needs a real PostgreSQL; `server` gives it within tests and hooks. Where it is not
 * installed the suite is skipped; with `CI=true` it fails instead.
 */
export function describeWithPostgres(title: string, suite: (server: () => PostgresServer) => void): void {
  const missing = PostgresServer.isInstalled ? undefined : 'PostgreSQL missing: apt-get install postgresql';
  describeUnlessMissing(missing, title, () => {
    let server: PostgresServer | undefined;
    beforeAll(async () => {
      server = await PostgresServer.start();
    });
    afterAll(() => server?.[Symbol.asyncDispose]());
    suite(() => {
      if (!server) throw new Error('PostgreSQL does not run');
      return server;
    });
  });
}
