import type { Voice, VoicePage } from '@shoal/wire';
import type { Customer } from '../accounts/administrator.ts';
import { shortRecording } from './recordings.ts';

/** What a call is made with; nobody's key unless given. */
export interface CallOptions {
  by?: Pick<Customer, 'key'> | undefined;
  headers?: Record<string, string>;
  body?: RequestInit['body'];
}

/** The voice library of a server, over HTTP. */
export class VoiceCalls {
  readonly #url: string;

  constructor({ url }: { url: string }) {
    this.#url = url;
  }

  call(method: string, path: string, { by, headers = {}, body }: CallOptions = {}): Promise<Response> {
    const url = path.startsWith('http') ? path : `${this.#url}${path}`;
    const authorization = by && { Authorization: `Bearer ${by.key}` };
    return fetch(url, {
      method,
      headers: { ...authorization, ...headers },
      ...(body !== undefined && { body }),
    });
  }

  /** Makes a voice of one recording, in a form. Fields may be files. */
  create(by: Pick<Customer, 'key'>, fields: Record<string, string | Blob> = {}): Promise<Response> {
    return this.call('POST', '/model', { by, body: formOf(fields) });
  }

  /** @throws Error unless it is made */
  async made(by: Pick<Customer, 'key'>, fields: Record<string, string | Blob> = {}): Promise<Voice> {
    return bodyOf(await this.create(by, fields), 201);
  }

  update(id: string, by: Pick<Customer, 'key'> | undefined, changes: object): Promise<Response> {
    const headers = { 'Content-Type': 'application/json' };
    return this.call('PATCH', `/model/${id}`, { by, headers, body: JSON.stringify(changes) });
  }

  async get(id: string, by?: Pick<Customer, 'key'>): Promise<Voice> {
    return bodyOf(await this.call('GET', `/model/${id}`, { by }), 200);
  }

  async list(query: string, by?: Pick<Customer, 'key'>): Promise<VoicePage> {
    return bodyOf(await this.call('GET', `/model?${query}`, { by }), 200);
  }
}

/** The body of an answer. Throws unless it has this status. */
export async function bodyOf<Body>(response: Response, status: number): Promise<Body> {
  const text = await response.text();
  if (response.status !== status) throw new Error(`${response.status} instead of ${status}: ${text}`);
  return JSON.parse(text) as Body;
}

/** What is required of a form, and more. */
export function formOf(fields: Record<string, string | Blob> = {}): FormData {
  const form = new FormData();
  const all = {
    type: 'tts',
    train_mode: 'fast',
    title: 'Somebody',
    visibility: 'private',
    voices: recording(),
    ...fields,
  };
  for (const [name, value] of Object.entries(all)) form.append(name, value);
  return form;
}

/** A recording that a voice can be made of, as a file; another height of the voice makes another one. */
export function recording(f0Hz = 120): Blob {
  return new Blob([shortRecording({ f0Hz })]);
}
