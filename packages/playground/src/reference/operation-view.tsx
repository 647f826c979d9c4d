import { english } from '../english.ts';
import { nameOf, type Operation, type Schema, type Schemas } from './documents.ts';
import { Prose } from './prose.tsx';
import { Member, SchemaView } from './schema-view.tsx';

const words = english.reference;

/** What a body consists of is shown at once, not below its name. */
const resolved = (schema: Schema, schemas: Schemas): Schema =>
  schema.$ref ? (schemas[nameOf(schema.$ref)] ?? schema) : schema;

interface OperationViewProps {
  method: string;
  path: string;
  operation: Operation;
  schemas: Schemas;
}

/** One endpoint: what it takes, and what it answers. */
export function OperationView({ method, path, operation, schemas }: OperationViewProps) {
  const { summary, security, parameters = [], requestBody, responses } = operation;
  const [scope] = security?.flatMap((way) => Object.values(way).flat()) ?? [];
  const body = requestBody && Object.entries(requestBody.content);
  return (
    <details className="endpoint">
      <summary>
        <span className="method">{method.toUpperCase()}</span>
        <code>{path}</code>
        <span className="soft">{summary}</span>
      </summary>
      <div>
        <p className="soft">{scope ? words.needsKey(scope) : words.noKey}</p>
        {parameters.length > 0 && (
          <section>
            <h2>{words.parameters}</h2>
            <ul className="members">
              {parameters.map(({ name, in: place, required = false, description, schema = {} }) => (
                <Member
                  key={`${place} ${name}`}
                  name={`${name} (${place})`}
                  schema={{ ...schema, ...(description && { description }) }}
                  isRequired={required}
                />
              ))}
            </ul>
          </section>
        )}
        {body && (
          <section>
            <h2>{words.body}</h2>
            <p className="soft">{body.map(([type]) => type).join(', ')}</p>
            <SchemaView schema={resolved(body[0]?.[1].schema ?? {}, schemas)} schemas={schemas} />
          </section>
        )}
        <section>
          <h2>{words.replies}</h2>
          <ul className="members">
            {Object.entries(responses).map(([status, { description, content = {} }]) => {
              const [schema] = Object.values(content).map((media) => media.schema);
              return (
                <li key={status}>
                  <code>
                    <strong>{status}</strong>
                  </code>{' '}
                  <span className="soft">{Object.keys(content).join(', ')}</span>
                  <Prose text={description} />
                  {schema && <SchemaView schema={schema} schemas={schemas} />}
                </li>
              );
            })}
          </ul>
        </section>
      </div>
    </details>
  );
}
