import type { ASRResponse, ASRSegment } from '@shoal/sdk';
import { APIError } from '@shoal/sdk';
import type { Call } from '../session/call.ts';
import { eventsOf } from '../session/server-sent-events.ts';

/** How far a transcription has come. */
export interface Progress {
  seconds: number;
  duration: number;
}

interface Listener {
  onProgress(progress: Progress): void;
  /** Told each part as soon as it is final. */
  onSegment(segment: ASRSegment): void;
}

type Wire = Omit<ASRResponse, 'languageCode'> & { language_code?: string };

/**
 * Writes a recording down, and tells how far it is meanwhile.
 *
 * @throws APIError, ConnectionError, or the reason of the signal
 */
export async function transcribe(
  call: Call,
  { file, language }: { file: Blob; language: string },
  listener: Listener,
  signal: AbortSignal,
): Promise<ASRResponse> {
  const form = new FormData();
  form.set('audio', file);
  form.set('ignore_timestamps', 'false');
  if (language !== '') form.set('language', language);
  const headers = { Accept: 'text/event-stream' };
  const response = await call('/v1/asr', { method: 'POST', body: form, headers, signal });
  for await (const { name, data } of eventsOf(response)) {
    const value = JSON.parse(data);
    if (name === 'progress') listener.onProgress(value);
    if (name === 'segment') listener.onSegment(value);
    if (name === 'error') throw new APIError({ ...value, body: value, requestId: undefined });
    if (name === 'result') {
      const { language_code: languageCode, ...result }: Wire = value;
      return { ...result, ...(languageCode !== undefined && { languageCode }) };
    }
  }
  signal.throwIfAborted();
  throw new APIError({ status: 500, message: 'The transcript broke off', body: '', requestId: undefined });
}
