import type { Command } from 'commander';
import { openClient } from './client.ts';
import type { Context } from './context.ts';
import { CommandFailure, exitCodes } from './failure.ts';
import { findLocalServer, type LocalServer } from './local-server.ts';
import { findServer } from './server-address.ts';

/** The administration of a Shoal, `/admin/v1`. */
export class Admin {
  readonly #baseUrl: string;
  readonly #key: string;
  readonly #signal: AbortSignal;

  constructor(baseUrl: string, key: string, signal: AbortSignal) {
    this.#baseUrl = baseUrl;
    this.#key = key;
    this.#signal = signal;
  }

  /**
   * The answer, with names in camel case.
   *
   * @param path below `/admin/v1`
   * @throws CommandFailure that tells what is wrong
   */
  async call<Answer>(method: string, path: string, body?: object): Promise<Answer> {
    const response = await this.#send(method, path, body);
    const text = await response.text();
    const answer = parse(text);
    if (response.ok && answer !== undefined) return answer as Answer;
    throw refusal(response.status, messageIn(answer));
  }

  /** Items of a list, the newest first, from as many pages as it takes. */
  async list<Item>(path: string, most: number): Promise<Item[]> {
    const items: Item[] = [];
    const pageSize = Math.min(most, 100);
    for (let page = 1; items.length < most; page++) {
      const query = `page_size=${pageSize}&page_number=${page}`;
      const answer = await this.call<{ total: number; items: Item[] }>('GET', `${path}?${query}`);
      items.push(...answer.items);
      if (answer.items.length === 0 || items.length >= answer.total) break;
    }
    return items.slice(0, most);
  }

  async #send(method: string, path: string, body?: object): Promise<Response> {
    const headers = {
      Authorization: `Bearer ${this.#key}`,
      ...(body && { 'Content-Type': 'application/json' }),
    };
    const request = { method, headers, signal: this.#signal, ...(body && { body: JSON.stringify(body) }) };
    try {
      return await fetch(`${this.#baseUrl}/admin/v1${path}`, request);
    } catch (error) {
      this.#signal.throwIfAborted();
      throw new CommandFailure(
        `Could not reach ${this.#baseUrl}. Is it up? Start one with: shoal serve`,
        error instanceof TypeError ? exitCodes.noServer : exitCodes.failed,
      );
    }
  }
}

/** What a command needs to administer a server. */
export interface Administration {
  admin: Admin;
  /** The account to act on when none is named: the owner's where the server runs, else that of the key. */
  ownAccount(): Promise<string>;
}

/**
 * Administration of the server that a command is for: with SHOAL_ADMIN_TOKEN, else the token in the data directory if
 * that is this server's, else the API key.
 */
export async function openAdministration(command: Command, { signal }: Context): Promise<Administration> {
  const [{ url }, local] = await Promise.all([findServer(command), findLocalServer()]);
  const key = adminKey(url, local);
  return {
    admin: new Admin(url, key, signal),
    ownAccount: async () => {
      if (local?.url === url) return local.owner;
      const client = await openClient(command);
      return (await client.account.getCredits({}, { signal })).userId;
    },
  };
}

function adminKey(url: string, local: LocalServer | undefined): string {
  // The token of one server is no other server's business.
  const inFile = local?.url === url ? local.adminToken : undefined;
  const key = process.env.SHOAL_ADMIN_TOKEN || inFile || process.env.FISH_API_KEY;
  if (key && /^[\x21-\x7e]+$/.test(key)) return key;
  throw new CommandFailure(
    'No admin token: run this where the server was started, or set SHOAL_ADMIN_TOKEN',
    exitCodes.key,
  );
}

function refusal(status: number, message = `The server answered with HTTP ${status}`): CommandFailure {
  if (status === 401)
    return new CommandFailure(
      'The admin token is not valid here. It is in the file admin-token of the server’s data directory',
      exitCodes.key,
    );
  if (status === 403) return new CommandFailure(message, exitCodes.key);
  if (status === 404) return new CommandFailure(message, exitCodes.notFound);
  if (status === 400 || status === 422) return new CommandFailure(message, exitCodes.usage);
  return new CommandFailure(message, status >= 429 ? exitCodes.serverFailed : exitCodes.failed);
}

function messageIn(answer: unknown): string | undefined {
  if (Array.isArray(answer))
    return answer.map(({ loc, msg }) => `${[loc].flat().slice(1).join('.')}: ${msg}`).join('; ');
  const { message } = Object(answer) as { message?: unknown };
  return typeof message === 'string' ? message : undefined;
}

/** `{ _id, created_at }` as `{ id, createdAt }`; undefined for what is no JSON. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text, (_, value) =>
      typeof value === 'object' && value !== null && !Array.isArray(value)
        ? Object.fromEntries(Object.entries(value).map(([name, each]) => [camelCase(name), each]))
        : value,
    );
  } catch {
    return undefined;
  }
}

const camelCase = (name: string) =>
  name.replace(/^_/, '').replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
