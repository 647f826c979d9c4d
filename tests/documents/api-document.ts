import { Ajv2020, type Options, type ValidateFunction } from 'ajv/dist/2020.js';

export interface Parameter {
  in: 'path' | 'query' | 'header';
  name: string;
  required: boolean;
  schema: Schema;
}

export interface Operation {
  operationId: string;
  method: string;
  path: string;
  /** What a key must be good for; none when everybody may. */
  scope: string | undefined;
  parameters: Parameter[];
  requestBody?: { content: Record<string, { schema: Schema }> };
  responses: Record<string, { content: Record<string, unknown>; headers?: Record<string, unknown> }>;
}

export interface Schema {
  $ref?: string;
  anyOf?: Schema[];
  type?: string | string[];
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  enum?: unknown[];
  const?: unknown;
  minimum?: number;
  maximum?: number;
  minItems?: number;
  maxItems?: number;
  maxLength?: number;
  pattern?: string;
  format?: string;
}

interface DocumentedOperation extends Pick<Operation, 'operationId' | 'requestBody' | 'responses'> {
  security: { apiKey?: string[] }[];
  parameters?: Parameter[];
}

interface Document {
  paths?: Record<string, Record<string, DocumentedOperation>>;
  components: { schemas: Record<string, Schema> };
}

/** RFC 3339 §5.6. */
const dateTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/i;
const options: Options = {
  strict: false,
  formats: { binary: true, date: /^\d{4}-\d\d-\d\d$/, 'date-time': dateTime },
};
const requestId = /^[0-9a-f]{32}$/;

/** A served API document, to read as a client does: knows no more of the server than what it says. */
export class ApiDocument {
  readonly content: Document;
  readonly #requests: Checks;
  readonly #answers: Checks;

  constructor(content: unknown) {
    this.content = content as Document;
    this.#requests = new Checks(content);
    this.#answers = new Checks(sealed(content));
  }

  get operations(): Operation[] {
    return Object.entries(this.content.paths ?? {}).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, { security, parameters = [], ...operation }]) => ({
        ...operation,
        parameters,
        scope: security[0]?.apiKey?.[0],
        method: method.toUpperCase(),
        path,
      })),
    );
  }

  operation(id: string): Operation {
    const found = this.operations.find(({ operationId }) => operationId === id);
    if (!found) throw new Error(`no operation ${id}`);
    return found;
  }

  schema(name: string): Schema {
    const schema = this.content.components.schemas[name];
    if (!schema) throw new Error(`no schema ${name}`);
    return schema;
  }

  /** What the body of an operation has to be; undefined when it takes none. */
  bodySchema({ requestBody }: Operation): Schema | undefined {
    const [content] = Object.values(requestBody?.content ?? {});
    return content && this.resolve(content.schema);
  }

  /** The schema that a reference, if it is one, refers to. */
  resolve(schema: Schema): Schema {
    return schema.$ref === undefined ? schema : this.schema(schema.$ref.split('/').at(-1) ?? '');
  }

  /** Checks values against what the document has at these steps from its root. */
  validator(...steps: string[]): ValidateFunction {
    return this.#requests.of({ $ref: reference(steps) });
  }

  /** Whether a value is of a schema of this document. */
  fits(schema: Schema, value: unknown): boolean {
    return this.#requests.of(schema)(value);
  }

  /** What is wrong with an answer, by the document; nothing if it keeps its promises, and tells no more. */
  async faultsOf({ path, method, responses }: Operation, response: Response): Promise<string[]> {
    const promised = responses[response.status];
    if (!promised) return [`status ${response.status} is not documented: ${await response.text()}`];
    const mediaType = response.headers.get('content-type')?.split(';', 1)[0] ?? '';
    if (!(mediaType in promised.content)) return [`${response.status} comes as ${mediaType}`];
    const faults = Object.keys(promised.headers ?? {})
      .filter((name) => !response.headers.has(name))
      .map((name) => `${response.status} comes without ${name}`);
    if (!requestId.test(response.headers.get('x-request-id') ?? '')) faults.push('no proper request id');
    if (mediaType !== 'application/json') {
      await response.arrayBuffer();
      return faults;
    }
    const steps = ['paths', path, method.toLowerCase(), 'responses', String(response.status)];
    const isPromised = this.#answers.of({ $ref: reference([...steps, 'content', mediaType, 'schema']) });
    const body: unknown = await response.json();
    return isPromised(body) ? faults : [...faults, `${JSON.stringify(body)} is not as documented`];
  }
}

function reference(steps: string[]): string {
  const escaped = steps.map((step) => encodeURIComponent(step.replaceAll('~', '~0').replaceAll('/', '~1')));
  return `#/${escaped.join('/')}`;
}

/** Checks by schemas of one document. Each is compiled once: that takes far longer than to check. */
class Checks {
  readonly #ajv = new Ajv2020(options);
  readonly #compiled = new Map<string, ValidateFunction>();

  constructor(document: unknown) {
    this.#ajv.addSchema({ $id: 'api', ...(document as object) });
  }

  of(schema: Schema): ValidateFunction {
    // References are within the document, and a schema that is taken out of it has to say so.
    const text = JSON.stringify(schema).replaceAll('"$ref":"#/', '"$ref":"api#/');
    const check = this.#compiled.get(text) ?? this.#ajv.compile(JSON.parse(text));
    this.#compiled.set(text, check);
    return check;
  }
}

/** The same document, with objects that have no members but those described. */
function sealed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sealed);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.fromEntries(Object.entries(value).map(([name, member]) => [name, sealed(member)]));
  const isObject = 'type' in value && value.type === 'object' && 'properties' in value;
  return isObject ? { additionalProperties: false, ...members } : members;
}
