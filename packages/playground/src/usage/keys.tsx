import { type FormEvent, useCallback, useEffect, useState } from 'react';
import { english } from '../english.ts';
import { CopyButton } from '../parts/copy-button.tsx';
import { Notice } from '../parts/notice.tsx';
import { describeFailure, type Failure } from '../session/failure.ts';
import { useSession } from '../session/session.tsx';

const words = english.usage;

interface Key {
  _id: string;
  name: string;
  scopes: string[];
  hint: string;
  last_used_at: string | null;
  revoked_at: string | null;
}

/** The keys of the account: make, copy once, revoke. */
export function Keys() {
  const { call, accountId } = useSession();
  const [keys, setKeys] = useState<readonly Key[]>([]);
  const [name, setName] = useState('');
  const [made, setMade] = useState<string>();
  const [failure, setFailure] = useState<Failure>();
  const path = `/admin/v1/accounts/${accountId}/keys`;

  const attempt = useCallback(async (work: () => Promise<void>) => {
    try {
      setFailure(undefined);
      await work();
    } catch (error) {
      setFailure(describeFailure(error));
    }
  }, []);
  const read = useCallback(async () => {
    const page = await (await call(`${path}?page_size=100`)).json();
    setKeys(page.items);
  }, [call, path]);
  useEffect(() => void attempt(read), [attempt, read]);

  const create = (event: FormEvent) => {
    event.preventDefault();
    void attempt(async () => {
      const headers = { 'Content-Type': 'application/json' };
      const answer = await call(path, { method: 'POST', headers, body: JSON.stringify({ name }) });
      setMade((await answer.json()).key);
      setName('');
      await read();
    });
  };
  const revoke = (id: string) =>
    attempt(async () => {
      await call(`${path}/${id}`, { method: 'DELETE' });
      await read();
    });
  return (
    <div className="card">
      <h2>{words.keys}</h2>
      <form className="row" onSubmit={create}>
        <label className="field grow">
          <span>{words.keyName}</span>
          <input value={name} maxLength={80} onChange={(event) => setName(event.target.value)} />
        </label>
        <button type="submit">{words.makeKey}</button>
      </form>
      <Notice failure={failure} />
      <div role="status">
        {made && (
          <div className="row">
            {words.newKey} <code className="grow">{made}</code> <CopyButton text={made} />
          </div>
        )}
      </div>
      <ul className="list">
        {keys.map((key) => (
          <KeyRow key={key._id} about={key} onRevoke={() => revoke(key._id)} />
        ))}
      </ul>
    </div>
  );
}

function KeyRow({ about, onRevoke }: { about: Key; onRevoke: () => void }) {
  const [isSure, setSure] = useState(false);
  const { name, hint, scopes, last_used_at: lastUsedAt, revoked_at: revokedAt } = about;
  const used = lastUsedAt ? words.lastUsed(new Date(lastUsedAt).toLocaleString('en')) : words.neverUsed;
  return (
    <li>
      <div className="grow">
        <div>
          {name} <code>…{hint}</code>
        </div>
        <div className="soft">{[scopes.join(', '), revokedAt ? words.revoked : used].join(' · ')}</div>
      </div>
      {!revokedAt && (
        <button type="button" className="bad" onClick={() => (isSure ? onRevoke() : setSure(true))}>
          {isSure ? words.revokeSure(hint) : words.revoke}
        </button>
      )}
    </li>
  );
}
