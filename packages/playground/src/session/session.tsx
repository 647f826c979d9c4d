import { APIError, FishAudio } from '@shoal/sdk';
import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from 'react';
import { type Call, callWith } from './call.ts';
import { keepKey, keptKey, takeKeyFromAddress } from './key.ts';

/** A request that this tab made. */
export interface RequestNote {
  /** When it began, in milliseconds since 1970. */
  atMs: number;
  /** Such as `POST /v1/tts`. */
  what: string;
  /** `200`, `402` …; undefined where there was no answer, or it was stopped. */
  status: number | undefined;
  firstAudioMs?: number | undefined;
  totalMs: number;
}

/** What a panel works with. */
export interface Session {
  client: FishAudio;
  call: Call;
  /** The account of the key; undefined until it is known, and for keys that may not ask. */
  accountId: string | undefined;
  /** The newest first. */
  notes: readonly RequestNote[];
  note(request: RequestNote): void;
  /** Forgets the key. */
  leave(): void;
}

const SessionContext = createContext<Session | undefined>(undefined);

const mostNotes = 50;

/** Who is using the page: nobody until there is a key. */
export interface Entrance {
  session: Session | undefined;
  /** The key that was tried last is not valid. */
  isRefused: boolean;
  enter(key: string): void;
}

/**
 * Asks the server whose the key is that the tab kept.
 *
 * @param linkedKey the key of the link that opened the page, which goes before
 */
export function useEntrance(linkedKey: string | undefined): Entrance {
  const [key, setKey] = useState(() => linkedKey ?? keptKey());
  const [isRefused, setRefused] = useState(false);
  const [accountId, setAccountId] = useState<string>();
  const [notes, setNotes] = useState<readonly RequestNote[]>([]);

  const enter = useCallback((next: string) => {
    keepKey(next);
    setRefused(false);
    setAccountId(undefined);
    setKey(next);
  }, []);
  const leave = useCallback(() => {
    keepKey(undefined);
    setAccountId(undefined);
    setKey(undefined);
  }, []);
  const note = useCallback((request: RequestNote) => {
    setNotes((before) => [request, ...before].slice(0, mostNotes));
  }, []);

  // The link that the server printed may also be opened in a tab that shows the page already.
  useEffect(() => {
    const onHashChange = () => {
      const linked = takeKeyFromAddress();
      if (linked) enter(linked);
    };
    addEventListener('hashchange', onHashChange);
    return () => removeEventListener('hashchange', onHashChange);
  }, [enter]);

  const client = useMemo(() => clientWith(key), [key]);

  useEffect(() => {
    if (!key) return;
    keepKey(key);
    if (!client) {
      setRefused(true);
      leave();
      return;
    }
    const over = new AbortController();
    client.account.getCredits({}, { signal: over.signal }).then(
      ({ userId }) => setAccountId(userId),
      (error) => {
        // A key that may not ask is a key all the same, and what is wrong otherwise shows with the first use.
        if (over.signal.aborted || !(error instanceof APIError) || error.status !== 401) return;
        setRefused(true);
        leave();
      },
    );
    return () => over.abort();
  }, [key, client, leave]);

  const session = useMemo(
    () => (key && client ? { client, call: callWith(key), accountId, notes, note, leave } : undefined),
    [key, client, accountId, notes, note, leave],
  );
  return { session, isRefused, enter };
}

/** Undefined for what cannot be a key. */
function clientWith(apiKey: string | undefined): FishAudio | undefined {
  if (!apiKey) return undefined;
  try {
    return new FishAudio({ apiKey, baseUrl: location.origin, maxRetries: 0 });
  } catch {
    return undefined;
  }
}

export function SessionProvider({ session, children }: { session: Session; children: ReactNode }) {
  return <SessionContext value={session}>{children}</SessionContext>;
}

/** The session of the panel. */
export function useSession(): Session {
  const session = useContext(SessionContext);
  if (!session) throw new Error('there is no session around this component');
  return session;
}
