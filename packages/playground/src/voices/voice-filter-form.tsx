import { english } from '../english.ts';
import { Choice } from '../parts/fields.tsx';
import { languageNames } from './languages.ts';
import type { VoiceFilter } from './use-voices.ts';

const words = english.voices;

interface VoiceFilterFormProps {
  filter: VoiceFilter;
  onChange: (changes: Partial<VoiceFilter>) => void;
}

/** Which voices to show. */
export function VoiceFilterForm({ filter, onChange }: VoiceFilterFormProps) {
  return (
    <search className="filters">
      <label className="field">
        <span>{words.search}</span>
        <input
          type="search"
          placeholder={words.searchHint}
          value={filter.text}
          onChange={(event) => onChange({ text: event.target.value })}
        />
      </label>
      <Choice
        label={words.whose}
        options={{ everyone: words.everyone, mine: words.mine }}
        value={filter.whose}
        onChange={(whose) => onChange({ whose })}
      />
      <Choice
        label={words.language}
        options={{ '': words.anyLanguage, ...languageNames }}
        value={filter.language}
        onChange={(language) => onChange({ language })}
      />
      <Choice
        label={words.order}
        options={words.orders}
        value={filter.order}
        onChange={(order) => onChange({ order })}
      />
    </search>
  );
}
