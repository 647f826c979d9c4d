import type { Voice } from '@shoal/sdk';
import { type FormEvent, useState } from 'react';
import { english } from '../../english.ts';
import { Notice } from '../../parts/notice.tsx';
import { describeFailure, type Failure } from '../../session/failure.ts';
import { useSession } from '../../session/session.tsx';
import { nothingSaid, tagsIn, VoiceAbout } from '../voice-about.tsx';
import type { Candidate } from './use-candidates.ts';

const words = english.voices;

interface KeepVoiceFormProps {
  candidate: Candidate;
  onKept: (voice: Voice) => void;
}

/** Makes a voice of the library from a candidate. */
export function KeepVoiceForm({ candidate: { request, file, text }, onKept }: KeepVoiceFormProps) {
  const { client } = useSession();
  const [about, setAbout] = useState({ ...nothingSaid, description: request.instruction });
  const [isWorking, setWorking] = useState(false);
  const [failure, setFailure] = useState<Failure>();
  const title = about.title.trim();
  const keep = async (event: FormEvent) => {
    event.preventDefault();
    setFailure(undefined);
    setWorking(true);
    try {
      // The file goes as it came: it tells exactly which voice it is.
      const voices = { voices: [file], texts: [text] };
      onKept(await client.voices.create({ ...about, title, tags: tagsIn(about.tags), ...voices }));
    } catch (error) {
      setFailure(describeFailure(error));
      setWorking(false);
    }
  };
  return (
    <form className="stack full" onSubmit={keep}>
      <VoiceAbout about={about} onChange={(changes) => setAbout({ ...about, ...changes })} />
      <Notice failure={failure} />
      <div className="row">
        <button type="submit" className="primary" disabled={title === '' || isWorking}>
          {words.design.keepChosen}
        </button>
        <span className="soft" role="status">
          {isWorking ? words.design.keeping : title === '' && words.needName}
        </span>
      </div>
    </form>
  );
}
