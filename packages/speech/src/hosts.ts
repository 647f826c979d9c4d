/** What it takes to start engine hosts, and nothing else: they are the first thing that a server needs. */
export { engines } from './engines/registry.gen.ts';
export { entryPoint } from './runtime/entry-point.ts';
export { HostPool, type HostPoolOptions, type PoolEvent } from './runtime/host-pool.ts';
export type { Dial, RecordingLink } from './runtime/link.ts';
export { StandbyPool } from './runtime/standby-pool.ts';
