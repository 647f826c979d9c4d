import { z } from 'zod';

/** How bytes appear in the derived documents: JSON Schema has no type for them. */
export const bytesInJsonSchema = { type: 'string', format: 'binary' } as const;

/** MessagePack `bin`. A Node Buffer is one. */
export const Bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array).meta(bytesInJsonSchema);
export type Bytes = z.infer<typeof Bytes>;
