import type { Voice } from '@shoal/sdk';
import { useState } from 'react';
import { deck } from '../audio/deck.ts';
import { english } from '../english.ts';
import { Dialog } from '../parts/dialog.tsx';
import { Notice } from '../parts/notice.tsx';
import { languageName } from './languages.ts';
import { SampleButton } from './sample-button.tsx';
import { anyVoice, useVoices } from './use-voices.ts';
import { VoiceCover } from './voice-cover.tsx';
import { VoiceFilterForm } from './voice-filter-form.tsx';

interface VoiceButtonProps {
  voice: Voice | undefined;
  /** Told the id; empty for the choice of the server. */
  onVoice: (id: string) => void;
}

/** Shows the voice that speaks, and opens the choice of another. */
export function VoiceButton({ voice, onVoice }: VoiceButtonProps) {
  const [isOpen, setOpen] = useState(false);
  const choose = (id: string) => {
    deck.stop();
    onVoice(id);
    setOpen(false);
  };
  return (
    <>
      <button type="button" className="voice-button" aria-haspopup="dialog" onClick={() => setOpen(true)}>
        {voice ? <VoiceCover voice={voice} /> : <img className="cover" src="/favicon.svg" alt="" />}
        <span className="grow">
          <span className="soft">{english.speak.voice}</span>
          <br />
          {voice?.title ?? english.speak.automatic}
        </span>
      </button>
      {isOpen && <VoicePicker chosenId={voice?.id ?? ''} onVoice={choose} onClose={() => setOpen(false)} />}
    </>
  );
}

interface VoicePickerProps {
  chosenId: string;
  onVoice: (id: string) => void;
  onClose: () => void;
}

function VoicePicker({ chosenId, onVoice, onClose }: VoicePickerProps) {
  const [filter, setFilter] = useState(anyVoice);
  const { voices, total, failure, hasMore, more } = useVoices(filter);
  return (
    <Dialog title={english.voices.choose} onClose={onClose}>
      <VoiceFilterForm filter={filter} onChange={(changes) => setFilter({ ...filter, ...changes })} />
      <Notice failure={failure} />
      <ul className="voice-list">
        <li>
          <button type="button" className="choice" aria-pressed={chosenId === ''} onClick={() => onVoice('')}>
            {english.speak.automatic}
          </button>
        </li>
        {voices.map((voice) => (
          <li key={voice.id} className="row">
            <SampleButton voice={voice} />
            <button
              type="button"
              className="choice grow"
              aria-pressed={voice.id === chosenId}
              onClick={() => onVoice(voice.id)}
            >
              <VoiceCover voice={voice} />
              <span className="grow">
                {voice.title}
                <br />
                <span className="soft">{voice.languages.slice(0, 3).map(languageName).join(', ')}</span>
              </span>
            </button>
          </li>
        ))}
      </ul>
      <div className="spread">
        <span className="soft" role="status">
          {total !== undefined && english.voices.found(total)}
        </span>
        {hasMore && (
          <button type="button" onClick={more}>
            {english.voices.more}
          </button>
        )}
      </div>
    </Dialog>
  );
}
