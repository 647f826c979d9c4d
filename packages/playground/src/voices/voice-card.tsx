import type { Voice } from '@shoal/sdk';
import { english } from '../english.ts';
import { languageName } from './languages.ts';
import { SampleButton } from './sample-button.tsx';
import { VoiceCover } from './voice-cover.tsx';

const words = english.voices;

/** A voice of the library in short. */
export function VoiceCard({ voice, onOpen }: { voice: Voice; onOpen: () => void }) {
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
