import type { Voice } from '@shoal/sdk';
import { useState } from 'react';
import { deck } from '../audio/deck.ts';
import { english } from '../english.ts';
import { Dialog } from '../parts/dialog.tsx';
import { Notice } from '../parts/notice.tsx';
import { languageName } from './languages.ts';
import { NewVoiceForm } from './new-voice-form.tsx';
import { SampleButton } from './sample-button.tsx';
import { anyVoice, useVoices } from './use-voices.ts';
import { VoiceCover } from './voice-cover.tsx';
import { VoiceDetails } from './voice-details.tsx';
import { VoiceFilterForm } from './voice-filter-form.tsx';

const words = english.voices;

/** The library: all voices, each voice, and new ones. */
export function VoicesPanel({ onSpeakWith }: { onSpeakWith: (id: string) => void }) {
  const [filter, setFilter] = useState(anyVoice);
  const { voices, total, failure, hasMore, more, refresh } = useVoices(filter);
  const [shownId, setShownId] = useState<string>();
  const [isMaking, setMaking] = useState(false);
  const shown = voices.find(({ id }) => id === shownId);

  const close = () => {
    deck.stop();
    setShownId(undefined);
    setMaking(false);
  };
  const speakWith = (id: string) => {
    close();
    onSpeakWith(id);
  };
  return (
    <div className="stack">
      <div className="spread">
        <h1>{words.title}</h1>
        <button type="button" className="primary" onClick={() => setMaking(true)}>
          {words.make}
        </button>
      </div>
      <VoiceFilterForm filter={filter} onChange={(changes) => setFilter({ ...filter, ...changes })} />
      <Notice failure={failure} />
      <p className="soft" role="status">
        {total === 0 && (filter.whose === 'mine' && filter.text === '' ? words.noneMine : words.none)}
        {total !== undefined && total > 0 && words.found(total)}
      </p>
      <ul className="cards">
        {voices.map((voice) => (
          <VoiceCard key={voice.id} voice={voice} onOpen={() => setShownId(voice.id)} />
        ))}
      </ul>
      {hasMore && (
        <div>
          <button type="button" onClick={more}>
            {words.more}
          </button>
        </div>
      )}
      {shown && (
        <Dialog title={shown.title} onClose={close}>
          <VoiceDetails
            voice={shown}
            onSpeakWith={speakWith}
            onChanged={refresh}
            onDeleted={() => {
              close();
              refresh();
            }}
          />
        </Dialog>
      )}
      {isMaking && (
        <Dialog title={words.make} onClose={close}>
          <NewVoiceForm onMade={refresh} onSpeakWith={speakWith} />
        </Dialog>
      )}
    </div>
  );
}

function VoiceCard({ voice, onOpen }: { voice: Voice; onOpen: () => void }) {
  const { title, languages, tags, author } = voice;
  return (
    <li className="voice-card">
      <button type="button" aria-haspopup="dialog" onClick={onOpen}>
        <VoiceCover voice={voice} />
        <span className="grow">
          <span className="ellipsis block">{title}</span>
          <span className="soft ellipsis block">
            {languages.slice(0, 2).map(languageName).join(', ') || words.by(author.nickname)}
          </span>
        </span>
      </button>
      <SampleButton voice={voice} />
      <div className="row full">
        {voice.visibility !== 'public' && (
          <span className="pill">{words.visibilities[voice.visibility]}</span>
        )}
        {tags.slice(0, 3).map((tag) => (
          <span key={tag} className="pill">
            {tag}
          </span>
        ))}
        <span className="pill">{words.by(author.nickname)}</span>
      </div>
    </li>
  );
}
