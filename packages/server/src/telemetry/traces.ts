import type { IncomingHttpHeaders } from 'node:http';
import type { RenderWatch } from '@shoal/speech';

/** What happens for one request, as spans of a trace that the caller may have begun (W3C Trace Context). */
export interface RequestTrace {
  /** 32 hex digits. */
  readonly traceId: string;
  /** For a render that begins now. */
  watchRender(): RenderWatch;
  /** The request is over. `status` is that of HTTP, `aborted` when the answer was not written to its end. */
  end(status: number | 'aborted'): void;
}

export interface TracedRequest {
  /** Method and route: `POST /v1/tts`. */
  endpoint: string;
  requestId: string;
  headers: IncomingHttpHeaders;
}

export interface Traces {
  /** A `traceparent` that cannot be read begins a trace of its own. */
  begin(request: TracedRequest): RequestTrace;
  /** Sends what is left, for a moment. */
  close(): Promise<void>;
}
