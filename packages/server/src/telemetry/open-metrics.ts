import type { Log } from './log.ts';
import type { MetricSources, Metrics } from './metrics.ts';
import type { MetricsAddress } from './metrics-address.ts';

/** Counts from now on and serves the figures. What it takes is loaded only now: 10 MB of memory, 50 ms. */
export async function openMetrics(
  address: MetricsAddress,
  sources: MetricSources,
  log: Log,
): Promise<Metrics & { close(): Promise<void> }> {
  const [{ PrometheusMetrics }, { MetricsServer }] = await Promise.all([
    import('./prometheus-metrics.ts'),
    import('./metrics-server.ts'),
  ]);
  const metrics = new PrometheusMetrics(sources);
  const server = new MetricsServer(metrics);
  log.info({ url: await server.listen(address) }, 'metrics are served');
  return Object.assign(metrics, { close: () => server.close() });
}
