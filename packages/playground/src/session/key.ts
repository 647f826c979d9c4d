const storageName = 'shoal-key';

/**
 * The key from the link that the server printed (`#key=…`). It is taken out of the address at once, so that it is in
 * no bookmark and nobody reads it over a shoulder.
 */
export function takeKeyFromAddress(): string | undefined {
  const key = new URLSearchParams(location.hash.slice(1)).get('key')?.trim();
  if (!key) return undefined;
  history.replaceState(null, '', location.pathname + location.search);
  return key;
}

/** The key that was kept for this tab. */
export function keptKey(): string | undefined {
  try {
    return sessionStorage.getItem(storageName) ?? undefined;
  } catch {
    return undefined;
  }
}

/** Keeps the key until the tab is closed; undefined forgets it. Where pages may keep nothing, it is lost on reload. */
export function keepKey(key: string | undefined): void {
  try {
    if (key === undefined) sessionStorage.removeItem(storageName);
    else sessionStorage.setItem(storageName, key);
  } catch {}
}
