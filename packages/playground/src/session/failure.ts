import { APIError, ConnectionError, TimeoutError, ValidationError, WebSocketError } from '@shoal/sdk';
import { InsecurePageError } from '../audio/recorder.ts';
import { english } from '../english.ts';

/** What went wrong, and what to do about it. */
export interface Failure {
  title: string;
  advice: string;
}

const { failures } = english;

/** Puts a failure into words. */
export function describeFailure(error: unknown): Failure {
  if (error instanceof ValidationError && error.issues.length > 0) {
    const wrong = error.issues.map(({ loc, msg }) => `${loc.slice(1).join('.')}: ${msg}`);
    return { title: failures.invalid, advice: wrong.join('; ') };
  }
  if (error instanceof APIError) return describeRefusal(error);
  if (error instanceof ConnectionError || error instanceof TimeoutError) return failures.gone;
  if (error instanceof WebSocketError) return { title: failures.live, advice: error.message };
  if (error instanceof InsecurePageError) return failures.insecurePage;
  if (error instanceof DOMException && error.name === 'EncodingError') return failures.unreadable;
  if (error instanceof DOMException && error.name === 'NotAllowedError') return failures.microphoneRefused;
  if (error instanceof DOMException && error.name === 'NotFoundError') return failures.noMicrophone;
  return { title: failures.unknown, advice: error instanceof Error ? error.message : String(error) };
}

function describeRefusal({ status, message }: APIError): Failure {
  if (status === 401) return failures.wrongKey;
  if (status === 402) return failures.noCredit;
  if (status === 403) return { title: failures.forbidden, advice: message };
  if (status === 429) return failures.tooMany(message);
  if (status === 503) return { title: failures.busy, advice: message };
  return { title: failures.refused, advice: message };
}
