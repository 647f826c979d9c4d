import { setTimeout as pause } from 'node:timers/promises';
import { openDatabase } from '@shoal/server';
import { expect, it } from 'vitest';
import { describeWithPostgres } from '../../packages/server/src/storage/testing/describe-with-postgres.ts';
import { S3Server } from '../../packages/server/src/storage/testing/s3-server.ts';
import { audit } from '../../packages/server/src/wallet/testing/audit.ts';
import { describeWithNats } from '../../packages/speech/src/runtime/nats/testing/describe-with-nats.ts';
import { NatsServer } from '../../packages/speech/src/runtime/nats/testing/nats-server.ts';
import { Administrator } from '../accounts/administrator.ts';
import { ServerProcess } from '../server-process.ts';
import { Balancer } from './balancer.ts';
import { listenLive, listenOnce, type Outcome } from './listeners.ts';
import { WorkerProcess } from './worker-process.ts';

/** `npm run test:topology` has many more listeners. */
const LISTENERS =
  process.env.SHOAL_TEST_TOPOLOGY === 'full' ? { live: 200, once: 100 } : { live: 24, once: 12 };
const ADMIN_TOKEN = 'test-admin-token-0123456789';
/** From the first loss to the last one. */
const TROUBLES_MS = 6_000;

const sentences = [
  'The boats came back to the harbour one after the other, late in the evening.',
  'Nobody on the pier could say how many of them had gone out that morning.',
  'An old man counted them aloud, and then he counted them again, more slowly.',
  'When the last light was out, the gulls were quiet, and the water was black.',
  'In the morning all of it began anew, as it had every day of that long year.',
];
const text = sentences.join(' ');

describeWithNats('Many machines', () => {
  describeWithPostgres('with two gateways, three workers, PostgreSQL, NATS and S3', (postgres) => {
    it(
      'lose no stream and no money when parts of them die',
      async () => {
        await using nats = await NatsServer.start();
        await using s3 = await S3Server.start();
        const databaseUrl = await postgres().createDatabase();
        const common = {
          SHOAL_NATS_URL: nats.url,
          DATABASE_URL: databaseUrl,
          SHOAL_CREDIT: 'enforced',
          SHOAL_ADMIN_TOKEN: ADMIN_TOKEN,
          LOG_LEVEL: 'error',
          ...s3.environment(await s3.createBucket()),
        };
        const workerEnvironment = {
          SHOAL_NATS_URL: nats.url,
          SHOAL_HOSTS: '1',
          // The last one that is left has to take all of them.
          SHOAL_SLOTS: '400',
          SHOAL_ENGINES: 'espeak,flite',
        };
        await using first = await WorkerProcess.start(workerEnvironment);
        const [second, third] = await Promise.all([
          WorkerProcess.start(workerEnvironment),
          WorkerProcess.start(workerEnvironment),
        ]);
        await using _lasting = third;
        await using steady = await ServerProcess.start(common);
        await using doomed = await ServerProcess.start(common);
        await using balancer = await Balancer.start();
        for (const { url } of [steady, doomed]) balancer.add(url);

        const administrator = new Administrator({ url: steady.url, adminToken: ADMIN_TOKEN });
        const customer = await administrator.newCustomer({ credit: '100', concurrency: 1_000 });
        const entrance = { url: balancer.url, key: customer.key };
        const whole = {
          live: await secondsOf(listenLive(entrance, sentences)),
          once: await secondsOf(listenOnce(entrance, text)),
        };

        const troubles: (() => Promise<void>)[] = [
          () => first.kill(),
          () => second.stop(),
          async () => {
            await nats.down('SIGKILL');
            await pause(300);
            await nats.up();
          },
          async () => {
            await postgres().down('SIGINT');
            await postgres().up();
          },
          () => {
            balancer.remove(doomed.url);
            return doomed.kill();
          },
        ];
        const listening = [
          ...Array.from({ length: LISTENERS.live }, () => later(() => listenLive(entrance, sentences))),
          ...Array.from({ length: LISTENERS.once }, () => later(() => listenOnce(entrance, text))),
        ];
        for (const trouble of troubles) {
          await pause(Math.random() * (TROUBLES_MS / troubles.length));
          await trouble();
        }
        const outcomes = await Promise.all(listening);

        const shares = outcomes.flatMap((outcome, n) =>
          outcome.kind === 'complete'
            ? [outcome.seconds / (n < LISTENERS.live ? whole.live : whole.once)]
            : [],
        );
        for (const share of shares) expect(Math.abs(share - 1)).toBeLessThan(0.01);
        // Only those that the gateway which was killed had can be lost.
        expect(outcomes.filter(({ kind }) => kind === 'refused')).toEqual([]);
        expect(outcomes.length - shares.length).toBeLessThanOrEqual(balancer.carriedTo(doomed.url));
        expect(shares.length).toBeGreaterThan(outcomes.length / 3);

        const startedAtMs = performance.now();
        expect(await listenOnce({ ...entrance, url: steady.url }, 'Hello.')).toMatchObject({
          kind: 'complete',
        });
        expect(performance.now() - startedAtMs).toBeLessThan(15_000);

        // A gateway that comes back gives back what the one that was killed held.
        await using _back = await ServerProcess.start(common);
        await expect
          .poll(() => administrator.wallet(customer.id), { timeout: 10_000 })
          .toMatchObject({ held: '0', in_flight: 0 });
        const database = await openDatabase({ dataDir: '', databaseUrl });
        expect(await audit(database)).toEqual([]);
        await database.close();
      },
      120_000 + 1_000 * LISTENERS.live,
    );
  });
});

/** At some moment of the troubles. */
async function later(listen: () => Promise<Outcome>): Promise<Outcome> {
  await pause(Math.random() * TROUBLES_MS);
  return listen();
}

async function secondsOf(listening: Promise<Outcome>): Promise<number> {
  const outcome = await listening;
  if (outcome.kind !== 'complete') throw new Error('it does not speak');
  return outcome.seconds;
}
