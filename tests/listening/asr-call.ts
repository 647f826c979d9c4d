import type { AsrResponse } from '@shoal/wire';
import type { RunningServer } from '../running-server.ts';

/** Where to call, and as whom. */
export type Endpoint = Pick<RunningServer, 'url' | 'key'>;

export interface AsrFields {
  audio?: Uint8Array | string;
  language?: string;
  ignore_timestamps?: string;
}

/** Calls `POST /v1/asr` with a form, as curl does. */
export function postRecording(
  { url, key }: Endpoint,
  fields: AsrFields,
  { headers = {}, signal }: { headers?: Record<string, string>; signal?: AbortSignal } = {},
): Promise<Response> {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) {
    if (typeof value === 'string') form.append(name, value);
    else form.append(name, new Blob([value as Uint8Array<ArrayBuffer>]), 'audio.mp3');
  }
  return fetch(`${url}/v1/asr`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${key}`, ...headers },
    body: form,
    ...(signal && { signal }),
  });
}

/** What is said in a recording. Throws unless the answer is 200. */
export async function transcriptOf(response: Response): Promise<AsrResponse> {
  const text = await response.text();
  if (response.status !== 200) throw new Error(`${response.status}: ${text}`);
  return JSON.parse(text) as AsrResponse;
}

/** The header of those who want to see the transcript grow. */
export const asEvents = { Accept: 'text/event-stream' };
