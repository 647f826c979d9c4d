/** The load generator: a process of its own, so that what clients cost is counted with nobody. */
import { loadHttp } from './http-load.ts';
import { serveJobs } from './job-child.ts';
import { holdSockets, loadLive, releaseSockets } from './live-load.ts';

const jobs = { http: loadHttp, live: loadLive, hold: holdSockets, release: releaseSockets };
export type LoadJobs = typeof jobs;

serveJobs(jobs);
