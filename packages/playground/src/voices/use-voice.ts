import type { Voice } from '@shoal/sdk';
import { useEffect, useState } from 'react';
import { useSession } from '../session/session.tsx';

/** A voice by its id; undefined for none, while it is being asked for, and for one that is not there any more. */
export function useVoice(id: string): Voice | undefined {
  const { client } = useSession();
  const [voice, setVoice] = useState<Voice>();
  useEffect(() => {
    setVoice(undefined);
    if (id === '') return;
    const over = new AbortController();
    client.voices.get(id, { signal: over.signal }).then(setVoice, () => {});
    return () => over.abort();
  }, [client, id]);
  return voice;
}
