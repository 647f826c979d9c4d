import { english } from '../english.ts';
import { deck, usePlaying } from './deck.ts';

const words = english.voices;

interface PlayButtonProps {
  /** Whose sound it is, as the deck is to know it. */
  id: string;
  /** What is heard, as people call it. */
  name: string;
  /** Gets what is heard; undefined where there is nothing. */
  getFile: (() => Blob | Promise<Blob>) | undefined;
  onFailure: (error: unknown) => void;
}

/** Plays a file, and stops it. Whatever sounded before stops. */
export function PlayButton({ id, name, getFile, onFailure }: PlayButtonProps) {
  const isPlaying = usePlaying()?.id === id;
  const toggle = async () => {
    if (isPlaying) return deck.stop();
    if (!getFile) return;
    try {
      await deck.play(id, await getFile());
    } catch (error) {
      onFailure(error);
    }
  };
  return (
    <button
      type="button"
      className="round"
      disabled={!getFile}
      title={getFile ? undefined : words.noSample}
      aria-label={isPlaying ? words.hush(name) : words.hear(name)}
      onClick={toggle}
    >
      <span aria-hidden="true">{isPlaying ? '■' : '▶'}</span>
    </button>
  );
}
