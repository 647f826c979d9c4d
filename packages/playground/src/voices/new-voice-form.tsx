import type { Voice } from '@shoal/sdk';
import { type FormEvent, useState } from 'react';
import { voiceSnippets } from '../code/voice-snippets.ts';
import { english } from '../english.ts';
import { Notice } from '../parts/notice.tsx';
import { describeFailure, type Failure } from '../session/failure.ts';
import { useSession } from '../session/session.tsx';
import { MadeVoice } from './made-voice.tsx';
import { RecordingList, type VoiceRecording } from './recording-list.tsx';
import { SideBySide } from './side-by-side.tsx';
import { nothingSaid, tagsIn, VoiceAbout } from './voice-about.tsx';

const words = english.voices;

interface NewVoiceFormProps {
  onMade: () => void;
  onSpeakWith: (id: string) => void;
}

/** Makes a voice from recordings, and lets it be compared with them. */
export function NewVoiceForm({ onMade, onSpeakWith }: NewVoiceFormProps) {
  const { client } = useSession();
  const [about, setAbout] = useState(nothingSaid);
  const [recordings, setRecordings] = useState<readonly VoiceRecording[]>([]);
  const [isAllowed, setAllowed] = useState(false);
  const [isWorking, setWorking] = useState(false);
  const [failure, setFailure] = useState<Failure>();
  const [made, setMade] = useState<Voice>();

  const missing = [
    ...(about.title.trim() === '' ? [words.needName] : []),
    ...(recordings.length === 0 ? [words.needRecording] : []),
    ...(isAllowed ? [] : [words.needConsent]),
  ];
  const create = async (event: FormEvent) => {
    event.preventDefault();
    setFailure(undefined);
    setWorking(true);
    try {
      const { tags, title, description, visibility, coverImage } = about;
      const voice = await client.voices.create({
        ...{ title: title.trim(), description, visibility, coverImage, tags: tagsIn(tags) },
        voices: recordings.map(({ file }) => file),
        texts: recordings.map(({ text }) => text),
      });
      setMade(voice);
      onMade();
    } catch (error) {
      setFailure(describeFailure(error));
    } finally {
      setWorking(false);
    }
  };

  if (made)
    return (
      <MadeVoice
        voice={made}
        write={() => voiceSnippets(made, recordings, location.origin)}
        onSpeakWith={onSpeakWith}
      >
        <SideBySide voice={made} />
      </MadeVoice>
    );
  return (
    <form className="stack" onSubmit={create}>
      <RecordingList
        recordings={recordings}
        onChange={setRecordings}
        onFailure={(error) => setFailure(describeFailure(error))}
      />
      <VoiceAbout about={about} onChange={(changes) => setAbout({ ...about, ...changes })} />
      <label className="check">
        <input type="checkbox" checked={isAllowed} onChange={(event) => setAllowed(event.target.checked)} />
        {words.consent}
      </label>
      <Notice failure={failure} />
      <div className="row">
        <button type="submit" className="primary" disabled={missing.length > 0 || isWorking}>
          {words.create}
        </button>
        <span className="soft" role="status">
          {isWorking ? words.creating : missing[0]}
        </span>
      </div>
    </form>
  );
}
