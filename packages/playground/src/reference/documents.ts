/** JSON Schema, as far as the server's documents use it. */
export interface Schema {
  $ref?: string;
  type?: string | string[];
  description?: string;
  default?: unknown;
  enum?: unknown[];
  const?: unknown;
  format?: string;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  maxItems?: number;
}

/** Named schemas of a document. */
export type Schemas = Readonly<Record<string, Schema>>;

interface Media {
  schema?: Schema;
}

export interface Operation {
  summary: string;
  security?: Record<string, string[]>[];
  parameters?: { in: string; name: string; required?: boolean; description?: string; schema?: Schema }[];
  requestBody?: { required?: boolean; content: Record<string, Media> };
  responses: Record<string, { description: string; content?: Record<string, Media> }>;
}

interface OpenApi {
  info: { description: string };
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Schemas };
}

interface AsyncApi {
  channels: { live: { address: string; description: string } };
  operations: Record<string, { action: 'send' | 'receive'; summary: string; messages: { $ref: string }[] }>;
  components: { schemas: Schemas };
}

export interface Documents {
  openApi: OpenApi;
  asyncApi: AsyncApi;
}

/** @throws Error when the server does not give them */
export async function fetchDocuments(signal: AbortSignal): Promise<Documents> {
  const read = async (path: string) => {
    const response = await fetch(path, { signal });
    if (!response.ok) throw new Error(`${path}: ${response.status}`);
    return response.json();
  };
  const [openApi, asyncApi] = await Promise.all([read('/openapi.json'), read('/asyncapi.json')]);
  return { openApi, asyncApi };
}

/** `#/components/schemas/Voice` → `Voice` */
export const nameOf = (reference: string): string => reference.split('/').at(-1) ?? reference;

/** What a value may be, in a few words: `string or null`, `list of Voice`, `integer 100 to 300`. */
export function typeInWords(schema: Schema): string {
  const { $ref, anyOf, oneOf, type, items, format } = schema;
  if ($ref) return nameOf($ref);
  const choices = anyOf ?? oneOf;
  if (choices) return [...new Set(choices.map(typeInWords))].join(' or ');
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(' or ');
  const names = [type ?? []]
    .flat()
    .map((name) => (name === 'array' ? `list of ${typeInWords(items ?? {})}` : name));
  if (names.length === 0) return 'anything';
  return [names.join(' or '), format && `(${format})`, limitsInWords(schema)].filter(Boolean).join(' ');
}

function limitsInWords(schema: Schema): string {
  const { minimum, maximum, maxLength } = schema;
  if (minimum !== undefined && maximum !== undefined) return `${minimum} to ${maximum}`;
  if (minimum !== undefined) return `from ${minimum}`;
  if (maximum !== undefined) return `up to ${maximum}`;
  return maxLength === undefined ? '' : `of at most ${maxLength} characters`;
}

/** The named schemas that a value can have in it. */
export function namesIn(schema: Schema): string[] {
  const { $ref, anyOf = [], oneOf = [], allOf = [], items } = schema;
  if ($ref) return [nameOf($ref)];
  const names = [...anyOf, ...oneOf, ...allOf, ...(items ? [items] : [])].flatMap(namesIn);
  return [...new Set(names)];
}
