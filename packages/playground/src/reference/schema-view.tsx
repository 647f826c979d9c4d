import type { ReactNode } from 'react';
import { english } from '../english.ts';
import { namesIn, type Schema, type Schemas, typeInWords } from './documents.ts';
import { Prose } from './prose.tsx';

const words = english.reference;

interface SchemaViewProps {
  schema: Schema;
  schemas: Schemas;
  /** Names that are open around it, which are not opened within themselves. */
  around?: readonly string[];
}

/** What a value is made of. */
export function SchemaView({ schema, schemas, around = [] }: SchemaViewProps) {
  const names = namesIn(schema).filter((name) => name in schemas && !around.includes(name));
  return (
    <>
      {schema.properties && <Members schema={schema} schemas={schemas} around={around} />}
      {names.map((name) => (
        <Named key={name} name={name} schemas={schemas} around={around} />
      ))}
    </>
  );
}

function Named({ name, schemas, around }: { name: string; schemas: Schemas; around: readonly string[] }) {
  const schema = schemas[name];
  if (!schema) return null;
  return (
    <details>
      <summary>{name}</summary>
      {schema.description && <Prose text={schema.description} />}
      <SchemaView schema={schema} schemas={schemas} around={[...around, name]} />
    </details>
  );
}

function Members({ schema, schemas, around }: Required<SchemaViewProps>) {
  const { properties = {}, required = [] } = schema;
  return (
    <ul className="members">
      {Object.entries(properties).map(([name, member]) => (
        <Member key={name} name={name} schema={member} isRequired={required.includes(name)}>
          <SchemaView schema={member} schemas={schemas} around={around} />
        </Member>
      ))}
    </ul>
  );
}

interface MemberProps {
  name: string;
  schema: Schema;
  isRequired: boolean;
  children?: ReactNode;
}

/** One value with a name. */
export function Member({ name, schema, isRequired, children }: MemberProps) {
  const { description } = schema;
  return (
    <li>
      <code>
        <strong>{name}</strong>
      </code>{' '}
      <span className="soft">
        {typeInWords(schema)}
        {isRequired && ` · ${words.required}`}
        {schema.default !== undefined && ` · ${words.default} ${JSON.stringify(schema.default)}`}
      </span>
      {description && <Prose text={description} />}
      {children}
    </li>
  );
}
