import type { Voice } from '@shoal/sdk';
import type { ReactNode } from 'react';
import { CodeView } from '../code/code-view.tsx';
import type { Snippets } from '../code/snippets.ts';
import { english } from '../english.ts';

const words = english.voices;

interface MadeVoiceProps {
  voice: Voice;
  /** Writes the code that makes such a voice. */
  write: () => Snippets;
  onSpeakWith: (id: string) => void;
  children?: ReactNode;
}

/** A voice that was made a moment ago, to be spoken with. */
export function MadeVoice({ voice, write, onSpeakWith, children }: MadeVoiceProps) {
  return (
    <div className="stack">
      <p role="status">{words.ready(voice.title)}</p>
      {children}
      <div className="row">
        <button type="button" className="primary" onClick={() => onSpeakWith(voice.id)}>
          {words.speakWith}
        </button>
      </div>
      <CodeView write={write} />
    </div>
  );
}
