import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { MetricsAddress } from './metrics-address.ts';
import type { PrometheusMetrics } from './prometheus-metrics.ts';

/** `GET /metrics`, on an address of its own: whoever can reach it may read it. */
export class MetricsServer {
  readonly #server: Server;

  constructor(metrics: Pick<PrometheusMetrics, 'contentType' | 'expose'>) {
    this.#server = createServer((request, response) => {
      const path = request.url?.split('?', 1)[0];
      if (path !== '/metrics' || request.method !== 'GET') {
        response.writeHead(404).end();
        return;
      }
      void metrics.expose().then(
        (text) => response.writeHead(200, { 'Content-Type': metrics.contentType }).end(text),
        () => response.writeHead(500).end(),
      );
    });
  }

  /**
   * Resolves to the URL.
   *
   * @throws Error for people
   */
  async listen({ host, port }: MetricsAddress): Promise<string> {
    await once(this.#server.listen(port, host), 'listening').catch((error: Error) => {
      throw new Error(`SHOAL_METRICS: ${error.message}`);
    });
    const { address, family, port: taken } = this.#server.address() as AddressInfo;
    return `http://${family === 'IPv6' ? `[${address}]` : address}:${taken}/metrics`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}
