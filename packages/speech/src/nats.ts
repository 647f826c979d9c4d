/** Engine hosts on other machines, over NATS: for gateways and for workers. */
export { connectNats, type NatsSettings } from './runtime/nats/connect.ts';
export { NatsHosts, type NatsHostsOptions } from './runtime/nats/nats-hosts.ts';
export { NatsWorker, type NatsWorkerOptions } from './runtime/nats/nats-worker.ts';
