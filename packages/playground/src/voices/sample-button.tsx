import type { Voice } from '@shoal/sdk';
import { PlayButton } from '../audio/play-button.tsx';
import { useSession } from '../session/session.tsx';
import { fetchFile } from './voice-files.ts';

/** Plays a sample of a voice, the first one unless told otherwise. */
export function SampleButton({ voice, index = 0 }: { voice: Voice; index?: number }) {
  const { call } = useSession();
  const sample = voice.samples[index];
  return (
    <PlayButton
      id={`sample ${voice.id} ${index}`}
      name={voice.title}
      getFile={sample && (() => fetchFile(call, sample.audio))}
      // One that is not there any more is just not heard.
      onFailure={() => {}}
    />
  );
}
