import type { Voice } from '@shoal/sdk';
import { deck, usePlaying } from '../audio/deck.ts';
import { english } from '../english.ts';
import { useSession } from '../session/session.tsx';
import { fetchFile } from './voice-files.ts';

/** Plays a sample of a voice, the first one unless told otherwise. */
export function SampleButton({ voice, index = 0 }: { voice: Voice; index?: number }) {
  const { call } = useSession();
  const playing = usePlaying();
  const sample = voice.samples[index];
  const id = `sample ${voice.id} ${index}`;
  const isPlaying = playing?.id === id;
  const { voices } = english;
  const toggle = async () => {
    if (isPlaying) return deck.stop();
    if (!sample) return;
    // One that is not there any more is just not heard.
    await fetchFile(call, sample.audio)
      .then((file) => deck.play(id, file))
      .catch(() => {});
  };
  return (
    <button
      type="button"
      className="round"
      disabled={!sample}
      title={sample ? undefined : voices.noSample}
      aria-label={isPlaying ? voices.hush(voice.title) : voices.hear(voice.title)}
      onClick={toggle}
    >
      <span aria-hidden="true">{isPlaying ? '■' : '▶'}</span>
    </button>
  );
}
