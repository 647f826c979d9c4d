import type { Voice } from '@shoal/sdk';
import { useEffect, useState } from 'react';
import type { Call } from '../session/call.ts';
import { useSession } from '../session/session.tsx';

/** The file at an address of this server, wherever the server thinks that it is. */
export async function fetchFile(call: Call, address: string, signal?: AbortSignal): Promise<Blob> {
  const { pathname } = new URL(address, location.origin);
  const response = await call(pathname, signal ? { signal } : {});
  return response.blob();
}

/** An address for the picture of a voice. Browsers send no key for pictures, so those of private voices are fetched. */
export function useCover(voice: Voice): string | undefined {
  const { call } = useSession();
  const { coverImage, visibility } = voice;
  const [fetched, setFetched] = useState<string>();
  useEffect(() => {
    if (visibility !== 'private') return;
    const over = new AbortController();
    let url: string | undefined;
    fetchFile(call, coverImage, over.signal).then(
      (file) => {
        if (over.signal.aborted) return;
        url = URL.createObjectURL(file);
        setFetched(url);
      },
      () => {},
    );
    return () => {
      over.abort();
      if (url) URL.revokeObjectURL(url);
    };
  }, [call, coverImage, visibility]);
  return visibility === 'private' ? fetched : new URL(coverImage, location.origin).pathname;
}
