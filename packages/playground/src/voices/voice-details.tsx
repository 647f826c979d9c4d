import type { Voice } from '@shoal/sdk';
import { useState } from 'react';
import { english } from '../english.ts';
import { CopyButton } from '../parts/copy-button.tsx';
import { useSession } from '../session/session.tsx';
import { EditVoiceForm } from './edit-voice-form.tsx';
import { languageName } from './languages.ts';
import { SampleButton } from './sample-button.tsx';
import { SideBySide } from './side-by-side.tsx';
import { VoiceCover } from './voice-cover.tsx';

const words = english.voices;

interface VoiceDetailsProps {
  voice: Voice;
  onSpeakWith: (id: string) => void;
  onChanged: () => void;
  onDeleted: () => void;
}

/** All about a voice; its owner can change it. */
export function VoiceDetails({ voice, onSpeakWith, onChanged, onDeleted }: VoiceDetailsProps) {
  const { accountId } = useSession();
  const [isEditing, setEditing] = useState(false);
  const isMine = voice.author.id === accountId;
  return (
    <div className="stack">
      <div className="row">
        <VoiceCover voice={voice} />
        <div className="grow">
          <p>{voice.description}</p>
          <p className="soft">
            {[words.by(voice.author.nickname), ...voice.languages.slice(0, 4).map(languageName)].join(' · ')}
          </p>
          <p className="soft">
            {[words.spoken(voice.taskCount), words.visibilities[voice.visibility], ...voice.tags].join(' · ')}
          </p>
        </div>
      </div>
      <div className="field">
        <span className="label">{words.id}</span>
        <div className="row">
          <code className="grow">{voice.id}</code>
          <CopyButton text={voice.id} />
        </div>
      </div>
      <div>
        <h3>{words.samples}</h3>
        <ul className="list">
          {voice.samples.map((sample, index) => (
            <li key={sample.taskId}>
              <SampleButton voice={voice} index={index} />
              <div className="grow">
                <div>{sample.title}</div>
                <div className="soft">{sample.text}</div>
              </div>
            </li>
          ))}
        </ul>
      </div>
      {isMine && <SideBySide voice={voice} />}
      <div className="row">
        <button type="button" className="primary" onClick={() => onSpeakWith(voice.id)}>
          {words.speakWith}
        </button>
        {isMine && (
          <button type="button" aria-expanded={isEditing} onClick={() => setEditing(!isEditing)}>
            {words.edit}
          </button>
        )}
      </div>
      {isMine && isEditing && <EditVoiceForm voice={voice} onChanged={onChanged} onDeleted={onDeleted} />}
    </div>
  );
}
