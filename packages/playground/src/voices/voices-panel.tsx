import { useState } from 'react';
import { deck } from '../audio/deck.ts';
import { english } from '../english.ts';
import { Dialog } from '../parts/dialog.tsx';
import { Notice } from '../parts/notice.tsx';
import { DesignVoice } from './design/design-voice.tsx';
import { NewVoiceForm } from './new-voice-form.tsx';
import { anyVoice, useVoices } from './use-voices.ts';
import { VoiceCard } from './voice-card.tsx';
import { VoiceDetails } from './voice-details.tsx';
import { VoiceFilterForm } from './voice-filter-form.tsx';

const words = english.voices;

/** The library: all voices, each voice, and new ones. */
export function VoicesPanel({ onSpeakWith }: { onSpeakWith: (id: string) => void }) {
  const [filter, setFilter] = useState(anyVoice);
  const { voices, total, failure, hasMore, more, refresh } = useVoices(filter);
  const [shownId, setShownId] = useState<string>();
  const [making, setMaking] = useState<'recorded' | 'described'>();
  const shown = voices.find(({ id }) => id === shownId);

  const close = () => {
    deck.stop();
    setShownId(undefined);
    setMaking(undefined);
  };
  const speakWith = (id: string) => {
    close();
    onSpeakWith(id);
  };
  return (
    <div className="stack">
      <div className="spread">
        <h1>{words.title}</h1>
        <div className="row">
          <button type="button" onClick={() => setMaking('described')}>
            {words.design.title}
          </button>
          <button type="button" className="primary" onClick={() => setMaking('recorded')}>
            {words.make}
          </button>
        </div>
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
      {making === 'recorded' && (
        <Dialog title={words.make} onClose={close}>
          <NewVoiceForm onMade={refresh} onSpeakWith={speakWith} />
        </Dialog>
      )}
      {making === 'described' && (
        <Dialog title={words.design.title} onClose={close}>
          <DesignVoice onMade={refresh} onSpeakWith={speakWith} />
        </Dialog>
      )}
    </div>
  );
}
