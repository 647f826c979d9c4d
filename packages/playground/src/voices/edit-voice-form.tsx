import type { Voice } from '@shoal/sdk';
import { type FormEvent, useState } from 'react';
import { english } from '../english.ts';
import { Notice } from '../parts/notice.tsx';
import { describeFailure, type Failure } from '../session/failure.ts';
import { useSession } from '../session/session.tsx';
import { type About, tagsIn, VoiceAbout } from './voice-about.tsx';

const words = english.voices;

interface EditVoiceFormProps {
  voice: Voice;
  onChanged: () => void;
  onDeleted: () => void;
}

/** Changes a voice, or deletes it. */
export function EditVoiceForm({ voice, onChanged, onDeleted }: EditVoiceFormProps) {
  const { client } = useSession();
  const [about, setAbout] = useState<About>({
    title: voice.title,
    description: voice.description,
    tags: voice.tags.join(', '),
    visibility: voice.visibility,
  });
  const [isSaved, setSaved] = useState(false);
  const [isSure, setSure] = useState(false);
  const [failure, setFailure] = useState<Failure>();
  const attempt = async (work: () => Promise<void>) => {
    setFailure(undefined);
    setSaved(false);
    try {
      await work();
    } catch (error) {
      setFailure(describeFailure(error));
    }
  };
  const save = (event: FormEvent) => {
    event.preventDefault();
    void attempt(async () => {
      await client.voices.update(voice.id, { ...about, tags: tagsIn(about.tags) });
      setSaved(true);
      onChanged();
    });
  };
  const remove = () =>
    attempt(async () => {
      await client.voices.delete(voice.id);
      onDeleted();
    });
  return (
    <form className="stack" onSubmit={save}>
      <VoiceAbout about={about} onChange={(changes) => setAbout({ ...about, ...changes })} />
      <Notice failure={failure} />
      <div className="spread">
        <div className="row">
          <button type="submit" className="primary">
            {words.save}
          </button>
          <span role="status">{isSaved && words.saved}</span>
        </div>
        {isSure ? (
          <div className="row">
            <button type="button" onClick={() => setSure(false)}>
              {english.cancel}
            </button>
            <button type="button" className="bad" onClick={remove}>
              {words.deleteSure}
            </button>
          </div>
        ) : (
          <button type="button" className="bad" onClick={() => setSure(true)}>
            {words.delete}
          </button>
        )}
      </div>
    </form>
  );
}
