import type { FastifyInstance } from 'fastify';
import type { Metrics } from '../telemetry/metrics.ts';

/** What asks for nothing that there is. */
const UNKNOWN = 'unknown';

/** Counts each response when it is over, by its route: paths that clients make up are one. */
export function countAnswers(app: FastifyInstance, metrics: Pick<Metrics, 'answered'>): void {
  app.addHook('onRequest', async ({ method, routeOptions }, { raw }) => {
    const endpoint = routeOptions.url === undefined ? UNKNOWN : `${method} ${routeOptions.url}`;
    raw.once('close', () => metrics.answered(endpoint, raw.writableFinished ? raw.statusCode : 'aborted'));
  });
}
