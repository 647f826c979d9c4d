import type { RenderWatch } from '@shoal/speech';

/** Tells all who are there; undefined when nobody is. */
export function joinWatches(...candidates: (RenderWatch | undefined)[]): RenderWatch | undefined {
  const watches = candidates.filter((watch) => watch !== undefined);
  if (watches.length < 2) return watches[0];
  return {
    waited: (waitedMs) => {
      for (const watch of watches) watch.waited(waitedMs);
    },
    failedOver: () => {
      for (const watch of watches) watch.failedOver();
    },
    said: (work) => {
      for (const watch of watches) watch.said(work);
    },
    ended: (audioBytes) => {
      for (const watch of watches) watch.ended(audioBytes);
    },
  };
}
