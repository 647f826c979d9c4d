/** `chunkLength` → `chunk_length`, at every depth. Bytes stay as they are; what is undefined is left out. */
export function toWireNames(value: object): Record<string, unknown> {
  return rename(value, (name) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)) as Record<
    string,
    unknown
  >;
}

/** `chunk_length` → `chunkLength`, at every depth, and `_id` → `id`. */
export function fromWireNames(value: unknown): unknown {
  return rename(value, (name) =>
    name.replace(/^_/, '').replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase()),
  );
}

function rename(value: unknown, toName: (name: string) => string): unknown {
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return value;
  if (Array.isArray(value)) return value.map((item) => rename(item, toName));
  const renamed = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .map(([name, member]) => [toName(name), rename(member, toName)]);
  return Object.fromEntries(renamed);
}
