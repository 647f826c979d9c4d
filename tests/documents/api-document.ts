import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';

export interface Operation {
  operationId: string;
  method: string;
  path: string;
  requestBody?: { content: Record<string, unknown> };
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
  maxItems?: number;
}

interface Document {
  paths?: Record<string, Record<string, Omit<Operation, 'method' | 'path'>>>;
  components: { schemas: Record<string, Schema> };
}

/** A served API document, to read as a client does: knows no more of the server than what it says. */
export class ApiDocument {
  readonly content: Document;
  readonly #ajv = new Ajv2020({ strict: false, formats: { binary: true } });

  constructor(content: unknown) {
    this.content = content as Document;
    this.#ajv.addSchema({ $id: 'api', ...(content as object) });
  }

  get operations(): Operation[] {
    return Object.entries(this.content.paths ?? {}).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({
        ...operation,
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

  /** The schema that a reference, if it is one, refers to. */
  resolve(schema: Schema): Schema {
    return schema.$ref === undefined ? schema : this.schema(schema.$ref.split('/').at(-1) ?? '');
  }

  /** Checks values against what the document has at these steps from its root. */
  validator(...steps: string[]): ValidateFunction {
    const escaped = steps.map((step) => encodeURIComponent(step.replaceAll('~', '~0').replaceAll('/', '~1')));
    return this.#ajv.compile({ $ref: `api#/${escaped.join('/')}` });
  }

  /** What is wrong with an answer, by the document; nothing if it keeps its promises. */
  async faultsOf({ path, method, responses }: Operation, response: Response): Promise<string[]> {
    const promised = responses[response.status];
    if (!promised) return [`status ${response.status} is not documented`];
    const mediaType = response.headers.get('content-type')?.split(';', 1)[0] ?? '';
    if (!(mediaType in promised.content)) return [`${response.status} comes as ${mediaType}`];
    const faults = Object.keys(promised.headers ?? {})
      .filter((name) => !response.headers.has(name))
      .map((name) => `${response.status} comes without ${name}`);
    if (mediaType !== 'application/json') {
      await response.arrayBuffer();
      return faults;
    }
    const isPromised = this.validator(
      ...['paths', path, method.toLowerCase(), 'responses', String(response.status)],
      ...['content', mediaType, 'schema'],
    );
    const body: unknown = await response.json();
    return isPromised(body) ? faults : [...faults, `${JSON.stringify(body)} is not as documented`];
  }
}
