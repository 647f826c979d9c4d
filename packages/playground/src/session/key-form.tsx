import { APIError } from '@shoal/sdk';
import { type FormEvent, useState } from 'react';
import { english } from '../english.ts';
import { Notice } from '../parts/notice.tsx';
import { callWith } from './call.ts';
import { describeFailure, type Failure } from './failure.ts';
import type { Entrance } from './session.tsx';

const { key: words, failures } = english;

/** Asks for a key. */
export function KeyForm({ isRefused, enter }: Pick<Entrance, 'isRefused' | 'enter'>) {
  const [key, setKey] = useState('');
  const [failure, setFailure] = useState<Failure>();
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const given = key.trim();
    if (!/^[\x21-\x7e]+$/.test(given)) return setFailure(failures.noKey);
    try {
      await callWith(given)('/wallet/self/api-credit');
      enter(given);
    } catch (error) {
      // A key that may not ask is a key all the same.
      if (error instanceof APIError && error.status === 403) enter(given);
      else setFailure(describeFailure(error));
    }
  };
  const shown = failure ?? (isRefused ? failures.wrongKey : undefined);
  return (
    <main className="entrance">
      <form className="card" onSubmit={submit}>
        <h1>{words.title}</h1>
        <p>{words.why}</p>
        <label className="field">
          <span>{words.label}</span>
          <input
            type="password"
            autoComplete="off"
            spellCheck={false}
            value={key}
            onChange={(event) => setKey(event.target.value)}
          />
        </label>
        <Notice failure={shown} />
        <button type="submit" className="primary">
          {words.enter}
        </button>
        <p className="soft">
          {words.where} <code>npm run new-key</code>
        </p>
      </form>
    </main>
  );
}
