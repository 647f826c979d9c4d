import type { Voice } from '@shoal/sdk';
import { useState } from 'react';
import { deck, usePlaying } from '../audio/deck.ts';
import { english } from '../english.ts';
import { Notice } from '../parts/notice.tsx';
import { describeFailure, type Failure } from '../session/failure.ts';
import { useSession } from '../session/session.tsx';
import { fetchFile } from './voice-files.ts';

const words = english.voices;

/** A recording, and what was made from it, to be heard one after the other. */
export function SideBySide({ voice }: { voice: Voice }) {
  const { client, call } = useSession();
  const playing = usePlaying();
  const [original] = voice.samples;
  const [text, setText] = useState(original?.text || english.scripts[1]);
  const [failure, setFailure] = useState<Failure>();
  const ids = { original: `original ${voice.id}`, made: `made ${voice.id}` };
  if (!original) return null;

  const toggle = (id: string, get: () => Promise<Blob>) => async () => {
    if (playing?.id === id) return deck.stop();
    setFailure(undefined);
    try {
      await deck.play(id, await get());
    } catch (error) {
      setFailure(describeFailure(error));
    }
  };
  const speak = async () => {
    const audio = await client.tts.convert({ text, referenceId: voice.id, format: 'mp3' });
    return new Blob([new Uint8Array(audio)], { type: 'audio/mpeg' });
  };
  const mark = (id: string) => <span aria-hidden="true">{playing?.id === id ? '■' : '▶'}</span>;
  return (
    <div className="stack">
      <h3>{words.compare}</h3>
      <p className="soft">{words.compareHint}</p>
      <label className="field">
        <span>{words.compareText}</span>
        <input value={text} onChange={(event) => setText(event.target.value)} />
      </label>
      <div className="side-by-side">
        <button type="button" onClick={toggle(ids.original, () => fetchFile(call, original.audio))}>
          {mark(ids.original)} {words.original}
        </button>
        <button type="button" disabled={text.trim() === ''} onClick={toggle(ids.made, speak)}>
          {mark(ids.made)} {words.made}
        </button>
      </div>
      <Notice failure={failure} />
    </div>
  );
}
