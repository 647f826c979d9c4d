import { useEffect, useState } from 'react';
import { english } from '../english.ts';
import { Notice } from '../parts/notice.tsx';
import { type Documents, fetchDocuments, nameOf } from './documents.ts';
import { OperationView } from './operation-view.tsx';
import { Prose } from './prose.tsx';
import { SchemaView } from './schema-view.tsx';

const words = english.reference;

/** The API, as the server describes it itself. */
export default function Reference() {
  const [documents, setDocuments] = useState<Documents>();
  const [hasFailed, setFailed] = useState(false);
  const [search, setSearch] = useState('');
  useEffect(() => {
    const over = new AbortController();
    fetchDocuments(over.signal).then(setDocuments, () => setFailed(!over.signal.aborted));
    return () => over.abort();
  }, []);
  return (
    <div className="stack">
      <h1>{words.title}</h1>
      <p>
        {words.intro} <a href="/openapi.json">/openapi.json</a>, <a href="/asyncapi.json">/asyncapi.json</a>
      </p>
      <Notice failure={hasFailed ? english.failures.gone : undefined} />
      <label className="field">
        <span>{words.search}</span>
        <input
          type="search"
          placeholder={words.searchHint}
          value={search}
          onChange={(event) => setSearch(event.target.value)}
        />
      </label>
      {documents && <Endpoints {...documents} search={search.trim().toLowerCase()} />}
      {documents && <LiveFrames {...documents} />}
    </div>
  );
}

function Endpoints({ openApi, search }: Documents & { search: string }) {
  const found = Object.entries(openApi.paths).flatMap(([path, operations]) =>
    Object.entries(operations)
      .filter(([method, { summary }]) => `${method} ${path} ${summary}`.toLowerCase().includes(search))
      .map(([method, operation]) => ({ method, path, operation })),
  );
  return (
    <div className="stack">
      <p>{openApi.info.description.replaceAll('`', '')}</p>
      {found.length === 0 && <p className="soft">{words.none}</p>}
      {found.map((each) => (
        <OperationView key={`${each.method} ${each.path}`} {...each} schemas={openApi.components.schemas} />
      ))}
    </div>
  );
}

function LiveFrames({ asyncApi }: Documents) {
  const { channels, operations, components } = asyncApi;
  const { address, description } = channels.live;
  return (
    <div className="card">
      <h2>{words.events}</h2>
      <p>
        <code>{address}</code>
      </p>
      <Prose text={description} />
      {Object.entries(operations).map(([name, { action, messages }]) => (
        <section key={name}>
          <h3>{action === 'receive' ? words.sent : words.received}</h3>
          {messages.map(({ $ref }) => (
            <SchemaView
              key={$ref}
              schema={{ $ref: `#/components/schemas/${nameOf($ref)}` }}
              schemas={components.schemas}
            />
          ))}
        </section>
      ))}
    </div>
  );
}
