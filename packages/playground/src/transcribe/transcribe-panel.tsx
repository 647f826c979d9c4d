import { type DragEvent, useState } from 'react';
import { deck } from '../audio/deck.ts';
import { RecordButton } from '../audio/record-button.tsx';
import { CodeView } from '../code/code-view.tsx';
import { transcriptSnippets } from '../code/transcript-snippets.ts';
import { english } from '../english.ts';
import { Choice } from '../parts/fields.tsx';
import { Notice } from '../parts/notice.tsx';
import { describeFailure, type Failure } from '../session/failure.ts';
import { TranscriptView } from './transcript-view.tsx';
import { useTranscript } from './use-transcript.ts';

const words = english.transcribe;

interface Source {
  name: string;
  file: Blob;
}

/** A recording in, text out. */
export function TranscribePanel() {
  const [source, setSource] = useState<Source>();
  const [language, setLanguage] = useState<keyof typeof words.languages>('');
  const [isOver, setOver] = useState(false);
  const [failure, setFailure] = useState<Failure>();
  const { transcript, start, stop } = useTranscript();
  const isWorking = transcript?.state === 'working';

  const take = (file: Blob | undefined, name: string) => {
    if (!file) return;
    deck.stop();
    setFailure(undefined);
    setSource({ file, name });
    void start(file, language);
  };
  const takeFile = (files: FileList | null) => take(files?.[0], files?.[0]?.name ?? '');
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    takeFile(event.dataTransfer.files);
  };
  return (
    <div className="stack">
      <div className="card">
        <div className="spread">
          <h1>{words.title}</h1>
          <Choice label={words.language} options={words.languages} value={language} onChange={setLanguage} />
        </div>
        <section
          className={`drop ${isOver ? 'is-over' : ''}`}
          aria-label={words.drop}
          onDragOver={(event) => {
            event.preventDefault();
            setOver(true);
          }}
          onDragLeave={() => setOver(false)}
          onDrop={onDrop}
        >
          <p>{words.drop}</p>
          <p className="soft">{words.limits}</p>
          <div className="row">
            <label className="button">
              {words.choose}
              <input
                className="sr-only"
                type="file"
                accept="audio/*,video/webm"
                onChange={(event) => {
                  takeFile(event.target.files);
                  event.target.value = '';
                }}
              />
            </label>
            <RecordButton
              label={words.record}
              stopLabel={words.stopRecording}
              onRecorded={(file) => take(file, `${words.recordingName}.wav`)}
              onFailure={(error) => setFailure(describeFailure(error))}
            />
          </div>
        </section>
        <Notice failure={failure ?? transcript?.failure} />
        {isWorking && (
          <div className="row">
            <span className="grow">
              <span className="soft" role="status">
                {transcript.progress
                  ? words.progressOf(transcript.progress.seconds, transcript.progress.duration)
                  : words.working}
              </span>
              <progress
                aria-label={words.progress}
                max={transcript.progress?.duration}
                value={transcript.progress?.seconds}
              />
            </span>
            <button type="button" onClick={stop}>
              {english.stop}
            </button>
          </div>
        )}
        {source && !isWorking && (
          <div className="row">
            <button type="button" onClick={() => start(source.file, language)}>
              {words.start}
            </button>
            <span className="soft ellipsis">{source.name}</span>
          </div>
        )}
      </div>
      {source && transcript && (
        <TranscriptView transcript={transcript} file={source.file} name={source.name} />
      )}
      <div className="card">
        <CodeView
          write={() => transcriptSnippets(source?.name ?? 'recording.wav', language, location.origin)}
        />
      </div>
    </div>
  );
}
