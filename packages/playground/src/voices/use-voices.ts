import type { Voice } from '@shoal/sdk';
import { useCallback, useEffect, useState } from 'react';
import { describeFailure, type Failure } from '../session/failure.ts';
import { useSession } from '../session/session.tsx';

/** Which voices to show. */
export interface VoiceFilter {
  text: string;
  whose: 'everyone' | 'mine';
  /** BCP 47; empty for any. */
  language: string;
  order: 'task_count' | 'created_at';
}

export const anyVoice: VoiceFilter = { text: '', whose: 'everyone', language: '', order: 'task_count' };

const pageSize = 24;
/** Somebody who types a word is not to be answered for each letter. */
const typingMs = 200;

/** Voices as they are found, a page at a time. */
export function useVoices(filter: VoiceFilter) {
  const { client } = useSession();
  const [voices, setVoices] = useState<readonly Voice[]>([]);
  const [total, setTotal] = useState<number>();
  const [pages, setPages] = useState(1);
  const [version, setVersion] = useState(0);
  const [failure, setFailure] = useState<Failure>();
  const { text, whose, language, order } = filter;

  // biome-ignore lint/correctness/useExhaustiveDependencies: another filter begins with its first page.
  useEffect(() => setPages(1), [text, whose, language, order]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: with another version the same is asked again.
  useEffect(() => {
    const over = new AbortController();
    const timer = setTimeout(async () => {
      try {
        const list = (pageNumber: number) =>
          client.voices.list(
            {
              pageSize,
              pageNumber,
              ...(text.trim() !== '' && { title: text.trim() }),
              ...(language !== '' && { language }),
              selfOnly: whose === 'mine',
              sortBy: order,
            },
            { signal: over.signal },
          );
        const found = await Promise.all(Array.from({ length: pages }, (_, i) => list(i + 1)));
        setVoices(found.flatMap(({ items }) => items));
        setTotal(found[0]?.total);
        setFailure(undefined);
      } catch (error) {
        if (!over.signal.aborted) setFailure(describeFailure(error));
      }
    }, typingMs);
    return () => {
      clearTimeout(timer);
      over.abort();
    };
  }, [client, text, whose, language, order, pages, version]);

  return {
    voices,
    /** How many there are on all pages; undefined until it is known. */
    total,
    failure,
    hasMore: total !== undefined && voices.length < total,
    more: useCallback(() => setPages((before) => before + 1), []),
    refresh: useCallback(() => setVersion((before) => before + 1), []),
  };
}
