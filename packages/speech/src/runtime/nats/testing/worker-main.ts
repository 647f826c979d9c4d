import { HostPool } from '../../host-pool.ts';
import { connectNats } from '../connect.ts';
import { NatsWorker } from '../nats-worker.ts';

/** A worker with one host of tones, as a process that tests can kill: its address of NATS and its slots are arguments. */
const [url = '', slots = '4'] = process.argv.slice(2);
const hosts = new HostPool({ hosts: 1, engines: ['tone'], env: { SHOAL_TONE_FAULTS: '1' } });
const connection = await connectNats({ url, name: 'test worker' });
const worker = new NatsWorker({
  connection,
  prefix: 'test',
  engines: ['tone'],
  hosts,
  recognition: hosts,
  slots: { renders: Number(slots), recordings: 1, recognitions: 1 },
  onMistake: console.error,
});
await hosts.ready();
worker.begin();
await connection.flush();
process.send?.('ready');
process.on('SIGTERM', async () => {
  await worker.leave(10_000);
  await Promise.all([connection.close(), hosts.close()]);
  process.exit(0);
});
process.on('disconnect', () => process.exit(0));
