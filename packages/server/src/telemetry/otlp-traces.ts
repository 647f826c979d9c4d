import {
  type Context,
  DiagLogLevel,
  defaultTextMapGetter,
  diag,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  type Tracer,
  trace,
} from '@opentelemetry/api';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import {
  defaultResource,
  detectResources,
  envDetector,
  resourceFromAttributes,
} from '@opentelemetry/resources';
import { BasicTracerProvider, BatchSpanProcessor } from '@opentelemetry/sdk-trace-base';
import type { RenderWatch } from '@shoal/speech';
import { within } from '../within.ts';
import type { Log } from './log.ts';
import { RenderSpans } from './render-spans.ts';
import type { RequestTrace, TracedRequest, Traces } from './traces.ts';

/** Time that the last spans get when the server stops. */
const LAST_SPANS_MS = 2_000;

/** Sends spans to an OpenTelemetry collector, where and how the variables `OTEL_…` say. */
export class OtlpTraces implements Traces {
  readonly #provider: BasicTracerProvider;
  readonly #tracer: Tracer;
  readonly #propagator = new W3CTraceContextPropagator();

  constructor(log: Log) {
    const complain = (problem: string) => log.warn({ problem }, 'traces cannot be sent');
    const ignore = () => {};
    diag.setLogger(
      { error: complain, warn: complain, info: ignore, debug: ignore, verbose: ignore },
      { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true },
    );
    const name = resourceFromAttributes({ 'service.name': 'shoal' });
    this.#provider = new BasicTracerProvider({
      resource: defaultResource()
        .merge(name)
        .merge(detectResources({ detectors: [envDetector] })),
      spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter())],
    });
    this.#tracer = this.#provider.getTracer('shoal');
  }

  begin(request: TracedRequest): RequestTrace {
    const parent = this.#propagator.extract(ROOT_CONTEXT, request.headers, defaultTextMapGetter);
    return new OtlpRequestTrace(this.#tracer, parent, request);
  }

  async close(): Promise<void> {
    await within(
      LAST_SPANS_MS,
      this.#provider.shutdown().catch(() => undefined),
    );
    diag.disable();
  }
}

class OtlpRequestTrace implements RequestTrace {
  readonly #tracer: Tracer;
  readonly #span: Span;
  readonly #context: Context;

  constructor(tracer: Tracer, parent: Context, { endpoint, requestId }: TracedRequest) {
    const [method = '', route = ''] = endpoint.split(' ');
    const attributes = { 'http.request.method': method, 'http.route': route, 'shoal.request_id': requestId };
    this.#tracer = tracer;
    this.#span = tracer.startSpan(endpoint, { kind: SpanKind.SERVER, attributes }, parent);
    this.#context = trace.setSpan(parent, this.#span);
  }

  get traceId(): string {
    return this.#span.spanContext().traceId;
  }

  watchRender(): RenderWatch {
    return new RenderSpans(this.#tracer, this.#context);
  }

  end(status: number | 'aborted'): void {
    if (status !== 'aborted') this.#span.setAttribute('http.response.status_code', status);
    if (status === 'aborted' || status >= 500) this.#span.setStatus({ code: SpanStatusCode.ERROR });
    this.#span.end();
  }
}
