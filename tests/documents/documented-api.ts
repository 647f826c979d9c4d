import { ScriptedTranscriber } from '../listening/scripted-transcriber.ts';
import { type RunningServer, type RunningServerOptions, runServer } from '../running-server.ts';
import { ApiDocument, type Operation } from './api-document.ts';
import { recordingInBase64, smallestValue } from './schema-values.ts';

/** What is sent; what is left out, is left out. */
export interface Request {
  /** Of the path, by name: instead of the ones that there really are. */
  params?: Record<string, string>;
  query?: Record<string, string>;
  body?: unknown;
  headers?: Record<string, string>;
  /** Instead of one that may do what the operation does. */
  key?: string;
}

/** An account with one key. */
export interface KeyHolder {
  accountId: string;
  keyId: string;
  key: string;
}

/** A whole server and what it says of itself, to be called by the names of operations. */
export class DocumentedApi implements AsyncDisposable {
  readonly server: RunningServer;
  readonly document: ApiDocument;

  private constructor(server: RunningServer, document: ApiDocument) {
    this.server = server;
    this.document = document;
  }

  static async open(options: RunningServerOptions = {}): Promise<DocumentedApi> {
    const transcriber = new ScriptedTranscriber();
    const server = await runServer({ engines: ['tone'], transcriber, ...options });
    return new DocumentedApi(
      server,
      new ApiDocument(await (await fetch(`${server.url}/openapi.json`)).json()),
    );
  }

  /** Makes an account and a key for it, good for all that is ordinary unless scopes are given. */
  async addAccount(account: object = {}, key: object = {}): Promise<KeyHolder> {
    const { _id: accountId } = await this.made('createAccount', { body: { nickname: 'Anna', ...account } });
    return { accountId, ...(await this.addKey(accountId, key)) };
  }

  async addKey(accountId: string, settings: object = {}): Promise<{ keyId: string; key: string }> {
    const made = await this.made('createKey', { params: { account_id: accountId }, body: settings });
    return { keyId: made._id, key: made.key ?? '' };
  }

  async topUp(accountId: string, amount: string): Promise<void> {
    await this.made('topUp', { params: { account_id: accountId }, body: { amount } });
  }

  /** Makes a voice of the owner's account, which speaks Japanese, and gives its id. */
  async addVoice(): Promise<string> {
    const texts = { title: 'AAAA', tags: ['AAAA'], texts: ['こんにちは'], voices: [recordingInBase64] };
    const body = { type: 'tts', train_mode: 'fast', ...texts };
    return (await this.made('createVoice', { body }))._id;
  }

  call(operation: Operation, request: Request = {}): Promise<Response> {
    const { method, requestBody } = operation;
    const { params = {}, query = {}, body, headers = {}, key = this.#keyFor(operation) } = request;
    const mediaType = requestBody && { 'Content-Type': 'application/json' };
    const path = operation.path.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(params[name] ?? ''));
    const search = new URLSearchParams(query).toString();
    const isRaw = typeof body === 'string' || body instanceof Uint8Array;
    return fetch(`${this.server.url}${path}${search && `?${search}`}`, {
      method,
      headers: {
        Authorization: `Bearer ${key}`,
        ...mediaType,
        ...this.#requiredHeaders(operation),
        ...headers,
      },
      ...(body !== undefined && { body: isRaw ? body : JSON.stringify(body) }),
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.server[Symbol.asyncDispose]();
  }

  async made(id: string, request: Request): Promise<{ _id: string; key?: string }> {
    const response = await this.call(this.document.operation(id), request);
    if (!response.ok) throw new Error(`${id}: ${response.status} ${await response.text()}`);
    return (await response.json()) as { _id: string; key?: string };
  }

  #requiredHeaders({ parameters }: Operation): Record<string, string> {
    const required = parameters.filter((parameter) => parameter.in === 'header' && parameter.required);
    return Object.fromEntries(
      required.map(({ name, schema }) => [name, String(smallestValue(this.document, schema))]),
    );
  }

  #keyFor({ scope }: Operation): string {
    return scope === 'admin' ? this.server.adminToken : this.server.key;
  }
}
