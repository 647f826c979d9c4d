import { type Context, type Span, SpanKind, SpanStatusCode, type Tracer, trace } from '@opentelemetry/api';
import type { RenderWatch, UtteranceWork } from '@shoal/speech';

/** Of one render; a book has thousands. */
const MOST_UTTERANCES = 100;

/** Makes spans of what a render goes through: `queue`, `render` for each host, therein `synthesis` and `encode`. */
export class RenderSpans implements RenderWatch {
  readonly #tracer: Tracer;
  readonly #parent: Context;
  #utterances = 0;
  /** The span of the present host. */
  #host: { span: Span; context: Context } | undefined;

  constructor(tracer: Tracer, parent: Context) {
    this.#tracer = tracer;
    this.#parent = parent;
  }

  waited(waitedMs: number): void {
    this.#past('queue', this.#parent, Date.now() - waitedMs);
    // A render that had nothing to say for a while may still be in its host.
    if (this.#host) return;
    const span = this.#tracer.startSpan('render', { kind: SpanKind.CLIENT }, this.#parent);
    this.#host = { span, context: trace.setSpan(this.#parent, span) };
  }

  failedOver(): void {
    this.#host?.span.setStatus({ code: SpanStatusCode.ERROR, message: 'host lost' });
    this.#leaveHost();
  }

  /** Hosts tell how long things took, not when: the clocks of machines differ. */
  said({ totalMs, firstSamplesMs = totalMs, synthesisMs, encodingMs, audioMs }: UtteranceWork): void {
    this.#utterances += 1;
    if (this.#utterances > MOST_UTTERANCES) return;
    const startMs = Date.now() - totalMs;
    const host = this.#host?.context ?? this.#parent;
    const attributes = { 'shoal.synthesis_ms': synthesisMs, 'shoal.audio_ms': audioMs };
    const synthesis = this.#past('synthesis', host, startMs, attributes);
    const encodedFromMs = startMs + firstSamplesMs;
    this.#past('encode', trace.setSpan(host, synthesis), encodedFromMs, { 'shoal.encoding_ms': encodingMs });
  }

  ended(audioBytes: number): void {
    this.#host?.span.setAttributes({
      'shoal.audio_bytes': audioBytes,
      'shoal.utterances': this.#utterances,
    });
    this.#leaveHost();
  }

  #leaveHost(): void {
    this.#host?.span.end();
    this.#host = undefined;
  }

  /** A span that ends now. */
  #past(name: string, parent: Context, startTime: number, attributes = {}): Span {
    const span = this.#tracer.startSpan(name, { startTime, attributes }, parent);
    span.end();
    return span;
  }
}
