/** Lets a source clean up. It may be waiting for something, so nobody waits for it, nor hears what it thinks of it. */
export function quietly(cleanUp: () => unknown): void {
  Promise.resolve()
    .then(cleanUp)
    .catch(() => {});
}
