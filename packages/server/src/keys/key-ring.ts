import { LeastRecentlyUsed } from '../least-recently-used.ts';
import type { Log } from '../telemetry/log.ts';
import { hashApiKey } from './api-key.ts';
import type { Identity } from './identity.ts';
import type { KeyStore } from './key-store.ts';
import { LastUse } from './last-use.ts';
import { RevisionWatch } from './revision-watch.ts';

const CAPACITY = 10_000;
const POLL_MS = 500;

export interface KeyRingOptions {
  /** Other servers may change keys and accounts, too. */
  isShared: boolean;
  /** How often to ask whether they did. */
  pollMs?: number;
  log?: Pick<Log, 'warn'>;
}

/** What one generation of the cache knows, by SHA-256 of the keys. */
interface Generation {
  readonly identities: LeastRecentlyUsed<string, Identity>;
  readonly reads: Map<string, Promise<Identity | undefined>>;
}

/** Who calls: the keys that are in use, at hand without asking the database. */
export class KeyRing {
  readonly #store: Pick<KeyStore, 'findIdentity'>;
  readonly #lastUse: LastUse;
  readonly #watch: RevisionWatch | undefined;
  #generation = newGeneration();

  constructor(
    store: Pick<KeyStore, 'findIdentity' | 'noteUse' | 'revision'>,
    { isShared, pollMs = POLL_MS, log }: KeyRingOptions,
  ) {
    this.#store = store;
    this.#lastUse = new LastUse({ store, log });
    if (!isShared) return;
    this.#watch = new RevisionWatch({
      read: () => store.revision(),
      pollMs,
      onChange: () => this.forget(),
      log,
    });
  }

  /** Whose key it is, when that is at hand. Undefined says nothing: `identify` may know more. */
  recall(key: string): Identity | undefined {
    return this.#admit(this.#atHand(hashApiKey(key)));
  }

  /**
   * Whose key it is; undefined when it is unknown, revoked or expired.
   *
   * @throws StorageError when it has to be read and the database is away
   */
  async identify(key: string): Promise<Identity | undefined> {
    const sha256 = hashApiKey(key);
    return this.#admit(this.#atHand(sha256) ?? (await this.#read(sha256)));
  }

  /** To be called after a key or an account was changed. Other servers notice by themselves. */
  forget(): void {
    // Reads under way may bring what was true before; they put it where nobody looks any more.
    this.#generation = newGeneration();
  }

  /** Writes when keys were last used, and stops watching. */
  async close(): Promise<void> {
    await Promise.all([this.#lastUse.close(), this.#watch?.close()]);
  }

  #atHand(sha256: string): Identity | undefined {
    if (this.#watch && !this.#watch.isCurrent) return undefined;
    return this.#generation.identities.get(sha256);
  }

  /** Whoever has not expired, and remembers that the key was used. */
  #admit(identity: Identity | undefined): Identity | undefined {
    if (identity === undefined || isExpired(identity)) return undefined;
    this.#lastUse.note(identity.keyId);
    return identity;
  }

  /** Those who ask for one key at once share a read. */
  #read(sha256: string): Promise<Identity | undefined> {
    const { identities, reads } = this.#generation;
    const underWay = reads.get(sha256);
    if (underWay) return underWay;
    const read = this.#store
      .findIdentity(sha256)
      .then((identity) => {
        // Strangers could fill the cache with what is unknown.
        if (identity) identities.set(sha256, identity);
        return identity;
      })
      .finally(() => reads.delete(sha256));
    reads.set(sha256, read);
    return read;
  }
}

function newGeneration(): Generation {
  return { identities: new LeastRecentlyUsed(CAPACITY), reads: new Map() };
}

function isExpired({ expiresAtMs }: Identity): boolean {
  return expiresAtMs !== null && expiresAtMs <= Date.now();
}
