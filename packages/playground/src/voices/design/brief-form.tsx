import { type FormEvent, type ReactNode, useId, useState } from 'react';
import { english } from '../../english.ts';
import { Choice } from '../../parts/fields.tsx';
import { languageNames } from '../languages.ts';
import type { VoiceBrief } from './use-candidates.ts';

const words = english.voices.design;
const counts: Readonly<Record<string, string>> = { 1: '1', 2: '2', 3: '3', 4: '4' };

interface BriefFormProps {
  isWorking: boolean;
  /** Candidates, if there are any already. */
  found: number;
  onSubmit: (brief: VoiceBrief) => void;
  /** What went wrong. */
  children: ReactNode;
}

/** What a voice is to be like. */
export function BriefForm({ isWorking, found, onSubmit, children }: BriefFormProps) {
  const [brief, setBrief] = useState<VoiceBrief>({ description: '', text: '', language: '', count: 3 });
  const change = (changes: Partial<VoiceBrief>) => setBrief({ ...brief, ...changes });
  const hintId = useId();
  const isDescribed = brief.description.trim() !== '';
  const status = isDescribed ? found > 0 && words.found(found) : words.needDescription;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSubmit(brief);
  };
  return (
    <form className="stack" onSubmit={submit}>
      <label className="field">
        <span>{words.description}</span>
        <textarea
          className="short"
          maxLength={2000}
          aria-describedby={hintId}
          placeholder={words.example}
          value={brief.description}
          onChange={(event) => change({ description: event.target.value })}
        />
      </label>
      <p id={hintId} className="soft">
        {words.understood}
      </p>
      <label className="field">
        <span>{words.text}</span>
        <input
          maxLength={150}
          placeholder={words.anyText}
          value={brief.text}
          onChange={(event) => change({ text: event.target.value })}
        />
      </label>
      <div className="side-by-side">
        <Choice
          label={english.voices.language}
          options={{ '': words.anyLanguage, ...languageNames }}
          value={brief.language}
          onChange={(language) => change({ language })}
        />
        <Choice
          label={words.count}
          options={counts}
          value={`${brief.count}`}
          onChange={(count) => change({ count: Number(count) })}
        />
      </div>
      {children}
      <div className="row">
        <button type="submit" className="primary" disabled={!isDescribed || isWorking}>
          {found > 0 ? words.suggestOthers : words.suggest}
        </button>
        <span className="soft" role="status">
          {isWorking ? words.working : status}
        </span>
      </div>
    </form>
  );
}
