import { useState } from 'react';
import { PlayButton } from '../audio/play-button.tsx';
import { RecordButton } from '../audio/record-button.tsx';
import { english } from '../english.ts';

const words = english.voices;

/** A recording to make a voice from. */
export interface VoiceRecording {
  id: string;
  name: string;
  file: Blob;
  /** What is said in it; empty where nobody told. */
  text: string;
}

interface RecordingListProps {
  recordings: readonly VoiceRecording[];
  onChange: (recordings: readonly VoiceRecording[]) => void;
  onFailure: (error: unknown) => void;
}

/** Recordings from the microphone and from files. */
export function RecordingList({ recordings, onChange, onFailure }: RecordingListProps) {
  const [count, setCount] = useState(0);
  const script = english.scripts[count % english.scripts.length] ?? '';

  const add = (added: readonly Omit<VoiceRecording, 'id'>[]) => {
    onChange([...recordings, ...added.map((each, i) => ({ ...each, id: `${count}.${i}` }))]);
    setCount(count + 1);
  };
  const addRecorded = (file: Blob) =>
    add([{ name: words.recordingName(recordings.length + 1), file, text: script }]);
  const addFiles = (files: FileList | null) =>
    add(Array.from(files ?? [], (file) => ({ name: file.name, file, text: '' })));
  return (
    <fieldset className="stack">
      <legend>{words.recordings}</legend>
      <p className="soft">{words.recordingsHint}</p>
      <div>
        <span className="label">{words.script}</span>
        <p className="script">{script}</p>
      </div>
      <div className="row">
        <RecordButton
          label={words.record}
          stopLabel={words.stopRecording}
          onRecorded={addRecorded}
          onFailure={onFailure}
        />
        <label className="button">
          {words.addFiles}
          <input
            className="sr-only"
            type="file"
            accept="audio/*"
            multiple
            onChange={(event) => {
              addFiles(event.target.files);
              event.target.value = '';
            }}
          />
        </label>
      </div>
      <ul className="list">
        {recordings.map(({ id, name, file }) => (
          <li key={id}>
            <PlayButton id={`recording ${id}`} name={name} getFile={() => file} onFailure={onFailure} />
            <span className="grow ellipsis">{name}</span>
            <button
              type="button"
              className="quiet"
              aria-label={words.remove(name)}
              onClick={() => onChange(recordings.filter((each) => each.id !== id))}
            >
              <span aria-hidden="true">✕</span>
            </button>
          </li>
        ))}
      </ul>
    </fieldset>
  );
}
