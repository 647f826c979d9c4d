import { describe, it } from 'vitest';
import { NatsServer } from './nats-server.ts';

/** `describe` for what needs a real nats-server. Where it is missing the suite is skipped; with `CI=true` it fails. */
export function describeWithNats(title: string, suite: () => void): void {
  if (NatsServer.isInstalled) {
    describe(title, suite);
    return;
  }
  const remedy = 'nats-server missing: apt-get install nats-server';
  if (process.env.CI === 'true') {
    it(`has what "${title}" needs`, () => {
      throw new Error(remedy);
    });
    return;
  }
  console.warn(`"${title}" is skipped, ${remedy}`);
  describe.skip(title, suite);
}
