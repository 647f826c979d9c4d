import type { Voice } from '@shoal/sdk';
import { useState } from 'react';
import { deck } from '../../audio/deck.ts';
import { CodeView } from '../../code/code-view.tsx';
import { designSnippets, keptDesignSnippets } from '../../code/design-snippets.ts';
import { Notice } from '../../parts/notice.tsx';
import { describeFailure, type Failure } from '../../session/failure.ts';
import { MadeVoice } from '../made-voice.tsx';
import { BriefForm } from './brief-form.tsx';
import { CandidateList } from './candidate-list.tsx';
import { type Candidate, useCandidates } from './use-candidates.ts';

interface DesignVoiceProps {
  onMade: () => void;
  onSpeakWith: (id: string) => void;
}

/** Makes a voice from a description: voices are suggested, and one is kept. */
export function DesignVoice({ onMade, onSpeakWith }: DesignVoiceProps) {
  const { candidates, isWorking, failure, suggest } = useCandidates();
  const [playFailure, setPlayFailure] = useState<Failure>();
  const [made, setMade] = useState<{ voice: Voice; candidate: Candidate }>();
  const keep = (voice: Voice, candidate: Candidate) => {
    deck.stop();
    setMade({ voice, candidate });
    onMade();
  };

  if (made) {
    const { voice, candidate } = made;
    const write = () => keptDesignSnippets(candidate.request, { ...candidate, voice }, location.origin);
    return <MadeVoice voice={voice} write={write} onSpeakWith={onSpeakWith} />;
  }
  const [latest] = candidates;
  return (
    <div className="stack">
      <BriefForm isWorking={isWorking} found={candidates.length} onSubmit={suggest}>
        <Notice failure={failure} />
      </BriefForm>
      <CandidateList
        candidates={candidates}
        onKept={keep}
        onFailure={(error) => setPlayFailure(describeFailure(error))}
      />
      <Notice failure={playFailure} />
      {latest && <CodeView write={() => designSnippets(latest.request, location.origin)} />}
    </div>
  );
}
