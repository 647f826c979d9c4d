import { z } from 'zod';

export type JsonSchema = Record<string, unknown>;

/**
 * Named schemas as JSON Schema 2020-12 for `components.schemas` of an API document, as a client has to
 * send them. Where one contains another it refers to it.
 */
export class SchemaComponents {
  readonly schemas: Record<string, JsonSchema> = {};
  readonly #names: ReadonlyMap<z.ZodType, string>;

  constructor(named: Readonly<Record<string, z.ZodType>>) {
    this.#names = new Map(Object.entries(named).map(([name, schema]) => [schema, name]));
    const registry = z.registry<{ id: string }>();
    for (const [name, schema] of Object.entries(named)) registry.add(schema, { id: name });
    const generated = z.toJSONSchema(registry, { io: 'input', unrepresentable: 'any', uri: referenceTo });
    for (const [name, schema] of Object.entries(generated.schemas)) {
      const { $schema, $id, ...rest } = schema;
      this.schemas[name] = rest;
    }
  }

  /** A reference to a named schema; any other is written out in place. */
  schemaFor(schema: z.ZodType): JsonSchema {
    const name = this.#names.get(schema);
    return name === undefined ? inlineSchema(schema) : { $ref: referenceTo(name) };
  }
}

/** A schema written out in full. */
export function inlineSchema(schema: z.ZodType): JsonSchema {
  const { $schema, ...rest } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  return rest;
}

function referenceTo(name: string): string {
  return `#/components/schemas/${name}`;
}
