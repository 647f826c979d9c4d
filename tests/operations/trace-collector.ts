import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';

export interface ReceivedSpan {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  status?: { code?: number; message?: string };
  /** In milliseconds since 1970. */
  startMs: number;
  endMs: number;
  attributes: Record<string, string | number>;
}

interface WireSpan extends Omit<ReceivedSpan, 'startMs' | 'endMs' | 'attributes'> {
  startTimeUnixNano: string;
  endTimeUnixNano: string;
  attributes: { key: string; value: Record<string, string | number> }[];
}

interface WireTraces {
  resourceSpans: { resource: { attributes: WireSpan['attributes'] }; scopeSpans: { spans: WireSpan[] }[] }[];
}

/** A collector that takes traces by OTLP over HTTP, in JSON (opentelemetry.io/docs/specs/otlp). */
export class TraceCollector implements AsyncDisposable {
  readonly #server: Server;
  readonly spans: ReceivedSpan[] = [];
  /** Of whoever sent the spans. */
  readonly resources: Record<string, string | number>[] = [];
  readonly headers: NodeJS.Dict<string | string[]>[] = [];

  private constructor() {
    this.#server = createServer(async (request, response) => {
      if (request.method !== 'POST' || request.url !== '/v1/traces') {
        response.writeHead(404).end();
        return;
      }
      this.headers.push(request.headers);
      this.#take((await json(request)) as WireTraces);
      response.writeHead(200, { 'Content-Type': 'application/json' }).end('{}');
    });
  }

  static async start(): Promise<TraceCollector> {
    const collector = new TraceCollector();
    await once(collector.#server.listen(0, '127.0.0.1'), 'listening');
    return collector;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  of(traceId: string): ReceivedSpan[] {
    return this.spans.filter((span) => span.traceId === traceId);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  #take({ resourceSpans }: WireTraces): void {
    for (const { resource, scopeSpans } of resourceSpans) {
      this.resources.push(valuesOf(resource.attributes));
      for (const { startTimeUnixNano, endTimeUnixNano, attributes, ...span } of scopeSpans.flatMap(
        ({ spans }) => spans,
      )) {
        this.spans.push({
          ...span,
          startMs: Number(BigInt(startTimeUnixNano) / 1_000n) / 1_000,
          endMs: Number(BigInt(endTimeUnixNano) / 1_000n) / 1_000,
          attributes: valuesOf(attributes),
        });
      }
    }
  }
}

function valuesOf(attributes: WireSpan['attributes']): Record<string, string | number> {
  return Object.fromEntries(
    attributes.map(({ key, value }) => {
      const [kind, plain] = Object.entries(value)[0] ?? ['', ''];
      return [key, kind === 'intValue' || kind === 'doubleValue' ? Number(plain) : plain];
    }),
  );
}
