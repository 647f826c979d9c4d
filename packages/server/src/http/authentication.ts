import type { IncomingMessage } from 'node:http';
import type { Scope } from '@shoal/wire';
import type { Identity } from '../keys/identity.ts';
import { Problem } from '../speaking/problem.ts';
import type { FailedAttempts } from './failed-attempts.ts';
import { liveOfferIn } from './live-offer.ts';

const BEARER = /^Bearer +([\x21-\x7e]{1,512}) *$/i;
const KEY = /^[\x21-\x7e]{1,512}$/;

/** Who calls. */
export interface Caller {
  /** Undefined for the admin token, which belongs to no account. */
  identity: Identity | undefined;
  isAdmin: boolean;
}

/** @throws Problem 403 for the admin token: somebody has to be charged */
export function accountOf({ identity }: Caller): Identity {
  if (identity) return identity;
  throw new Problem(403, 'The admin token has no account: use an API key');
}

export interface AuthenticatorParts {
  keys: {
    /** Undefined when it is not known right now, which says nothing. */
    recall(key: string): Identity | undefined;
    identify(key: string): Promise<Identity | undefined>;
  };
  adminToken: { matches(candidate: string): boolean };
  failedAttempts: FailedAttempts;
}

/** Lets callers in by their key, or by the admin token. */
export class Authenticator {
  readonly #parts: AuthenticatorParts;

  constructor(parts: AuthenticatorParts) {
    this.#parts = parts;
  }

  /**
   * @param address of the caller; guessing is slowed down by address
   * @throws Problem 401 without a valid key, 403 with one that is not good for this, 429 after many failures
   */
  async admit(request: IncomingMessage, scope: Scope, address: string): Promise<Caller> {
    const key = keyIn(request);
    if (key === undefined) throw new Problem(401, 'An API key is needed: Authorization: Bearer <key>');
    const caller = await this.#identify(key, address);
    const isAllowed = caller.identity ? caller.identity.scopes.has(scope) : scope === 'admin';
    if (!isAllowed) throw new Problem(403, `The API key may not do this: it lacks the scope ${scope}`);
    return caller;
  }

  /** Whether the key of a caller who was let in is still good. */
  async isCurrent(request: IncomingMessage): Promise<boolean> {
    return (await this.#parts.keys.identify(keyIn(request) ?? '')) !== undefined;
  }

  async #identify(key: string, address: string): Promise<Caller> {
    const { keys, adminToken, failedAttempts } = this.#parts;
    if (adminToken.matches(key)) return { identity: undefined, isAdmin: true };
    let identity = keys.recall(key);
    if (!identity) {
      // Guessing costs the database a read, so it is slowed down; whoever is known already is not.
      failedAttempts.check(address);
      identity = await keys.identify(key);
    }
    if (identity) return { identity, isAdmin: identity.scopes.has('admin') };
    failedAttempts.failed(address);
    throw new Problem(401, 'The API key is not valid');
  }
}

/** Undefined as well when there are several: another reader of the request might choose another one. */
function keyIn(request: IncomingMessage): string | undefined {
  const [authorization = '', ...others] = request.headersDistinct.authorization ?? [];
  if (others.length > 0) return undefined;
  const bearer = BEARER.exec(authorization)?.[1];
  const [key, ...more] = [...(bearer === undefined ? [] : [bearer]), ...liveOfferIn(request).keys];
  return more.length === 0 && key !== undefined && KEY.test(key) ? key : undefined;
}
