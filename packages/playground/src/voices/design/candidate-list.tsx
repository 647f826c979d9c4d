import type { Voice } from '@shoal/sdk';
import { useState } from 'react';
import { PlayButton } from '../../audio/play-button.tsx';
import { english } from '../../english.ts';
import { languageName } from '../languages.ts';
import { KeepVoiceForm } from './keep-voice-form.tsx';
import type { Candidate } from './use-candidates.ts';

const words = english.voices.design;

interface CandidateListProps {
  candidates: readonly Candidate[];
  onKept: (voice: Voice, candidate: Candidate) => void;
  onFailure: (error: unknown) => void;
}

/** Voices to choose from: each can be heard, and one be kept. */
export function CandidateList({ candidates, onKept, onFailure }: CandidateListProps) {
  const [chosen, setChosen] = useState<number>();
  return (
    <ul className="list">
      {candidates.map((candidate) => {
        const { number, request, file, seconds, language } = candidate;
        const name = words.candidate(number);
        const isChosen = number === chosen;
        return (
          <li key={number} className="candidate">
            <PlayButton id={`candidate ${number}`} name={name} getFile={() => file} onFailure={onFailure} />
            <div className="grow">
              <div>{name}</div>
              <div className="soft ellipsis">{request.instruction}</div>
              <div className="soft">
                {[english.speak.seconds(seconds), languageName(language)].join(' · ')}
              </div>
            </div>
            <button
              type="button"
              aria-label={words.keepNumber(number)}
              aria-expanded={isChosen}
              onClick={() => setChosen(isChosen ? undefined : number)}
            >
              {words.keep}
            </button>
            {isChosen && <KeepVoiceForm candidate={candidate} onKept={(voice) => onKept(voice, candidate)} />}
          </li>
        );
      })}
    </ul>
  );
}
