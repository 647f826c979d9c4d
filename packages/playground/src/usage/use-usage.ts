import { APIError, type Credits, type Package } from '@shoal/sdk';
import { useCallback, useEffect, useState } from 'react';
import { describeFailure, type Failure } from '../session/failure.ts';
import { useSession } from '../session/session.tsx';

/** What one day used. */
export interface UsageDay {
  /** `2026-01-31`, in UTC. */
  day: string;
  requests: number;
  failures: number;
  text_bytes: number;
  audio_seconds: number;
  first_audio_ms: number | null;
  /** In dollars. */
  price: string;
}

/** Credit, package and days of the account, asked for whenever the panel is shown. */
export function useUsage(isShown: boolean) {
  const { client, call, accountId } = useSession();
  const [credits, setCredits] = useState<Credits>();
  const [pack, setPack] = useState<Package>();
  const [days, setDays] = useState<readonly UsageDay[]>();
  const [isAdmin, setAdmin] = useState<boolean>();
  const [failure, setFailure] = useState<Failure>();
  const [version, setVersion] = useState(0);

  // biome-ignore lint/correctness/useExhaustiveDependencies: with another version the same is asked again.
  useEffect(() => {
    if (!isShown) return;
    const over = new AbortController();
    const options = { signal: over.signal };
    const read = async () => {
      setCredits(await client.account.getCredits({}, options));
      setPack(await client.account.getPackage(options));
    };
    const readDays = async () => {
      if (!accountId) return;
      const query = new URLSearchParams({ group_by: 'day', account_id: accountId });
      const report = await (await call(`/admin/v1/usage?${query}`, options)).json();
      setDays(report.items);
      setAdmin(true);
    };
    const fail = (error: unknown) => {
      if (!over.signal.aborted) setFailure(describeFailure(error));
    };
    setFailure(undefined);
    read().catch(fail);
    readDays().catch((error) => {
      if (error instanceof APIError && error.status === 403) setAdmin(false);
      else fail(error);
    });
    return () => over.abort();
  }, [client, call, accountId, isShown, version]);

  return {
    ...{ credits, pack, days, isAdmin, failure },
    refresh: useCallback(() => setVersion((before) => before + 1), []),
  };
}
