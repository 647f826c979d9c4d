import { describeUnlessMissing } from '../../../testing/describe-unless-missing.ts';
import { NatsServer } from './nats-server.ts';

/** `describe` for what needs a real nats-server. Where it is missing the suite is skipped; with `CI=true` it fails. */
export function describeWithNats(title: string, suite: () => void): void {
  const missing = NatsServer.isInstalled ? undefined : 'nats-server missing: apt-get install nats-server';
  describeUnlessMissing(missing, title, suite);
}
