import { type KeyboardEvent, useRef, useState } from 'react';
import { CodeView } from '../code/code-view.tsx';
import { speechSnippets } from '../code/speech-snippets.ts';
import { english } from '../english.ts';
import { Segmented } from '../parts/segmented.tsx';
import { useVoice } from '../voices/use-voice.ts';
import { VoiceButton } from '../voices/voice-picker.tsx';
import { SettingsForm } from './settings-form.tsx';
import { defaultSettings, type Speech } from './speech-settings.ts';
import { TagHelpers } from './tag-helpers.tsx';
import type { Take } from './take.ts';
import { TakeHistory } from './take-history.tsx';
import { TakePlayer } from './take-player.tsx';
import { useTakes } from './use-takes.ts';

const words = english.speak;

interface SpeakPanelProps {
  voiceId: string;
  onVoice: (id: string) => void;
}

/** Text in, speech out: at once, or while it is typed. */
export function SpeakPanel({ voiceId, onVoice }: SpeakPanelProps) {
  const [text, setText] = useState<string>(words.example);
  const [mode, setMode] = useState<'http' | 'live'>('http');
  const [settings, setSettings] = useState(defaultSettings);
  const voice = useVoice(voiceId);
  const takes = useTakes();
  const area = useRef<HTMLTextAreaElement>(null);

  const current = takes.takes[0];
  const isSounding = takes.soundingId !== undefined;
  const isLive = isSounding && current?.isLive === true;
  const speech: Speech = { ...settings, text, voiceId };

  const write = (next: string) => {
    setText(next);
    if (isLive) takes.type(next);
  };
  const start = () => {
    const isTyped = mode === 'live';
    // What stands there already was written for something else.
    const first = isTyped && text === words.example ? '' : text;
    if (isTyped) setText(first);
    if (!isTyped && first.trim() === '') return area.current?.focus();
    takes.start({ ...speech, text: first }, voice?.title ?? '', isTyped);
    if (isTyped) area.current?.focus();
  };
  const finish = () => {
    takes.finish();
    setText('');
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      if (isLive) finish();
      else start();
    }
    if (event.key === 'Escape') takes.stop();
  };
  const reuse = ({ speech: { text: said, voiceId: saidBy, ...how } }: Take) => {
    setText(said);
    setSettings(how);
    onVoice(saidBy);
    area.current?.focus();
  };

  return (
    <div className="columns">
      <div className="stack">
        <div className="card speak-text">
          <div className="spread">
            <h1>{words.title}</h1>
            <Segmented
              label={words.mode}
              options={words.modes}
              value={mode}
              onChange={setMode}
              disabled={isLive}
            />
          </div>
          <VoiceButton voice={voice} onVoice={onVoice} />
          <label className="field">
            <span>
              {mode === 'live' ? words.liveText : words.text}
              <span>{words.bytes(new TextEncoder().encode(text).length)}</span>
            </span>
            <textarea
              ref={area}
              value={text}
              onChange={(event) => write(event.target.value)}
              onKeyDown={onKeyDown}
            />
          </label>
          <TagHelpers area={area} model={settings.model} onText={write} />
          <div className="row">
            {isLive ? (
              <button type="button" className="primary" onClick={finish}>
                {words.finishLive}
              </button>
            ) : (
              <button type="button" className="primary" onClick={start}>
                {mode === 'live' ? words.startLive : words.start}
              </button>
            )}
            <button type="button" onClick={takes.stop} disabled={!isSounding}>
              {english.stop}
            </button>
            <span className="soft">{words.shortcut}</span>
          </div>
          {current && (
            <TakePlayer
              key={current.id}
              take={current}
              isSounding={takes.soundingId === current.id}
              position={takes.position}
              onStop={takes.stop}
            />
          )}
          <CodeView write={() => speechSnippets(speech, mode, location.origin)} />
        </div>
        <TakeHistory takes={takes.takes} onUse={reuse} onStop={takes.stop} />
      </div>
      <SettingsForm
        settings={settings}
        onChange={(changes) => setSettings((before) => ({ ...before, ...changes }))}
      />
    </div>
  );
}
