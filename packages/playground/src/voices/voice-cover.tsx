import type { Voice } from '@shoal/sdk';
import { useCover } from './voice-files.ts';

/** The picture of a voice; its name is beside it. */
export function VoiceCover({ voice }: { voice: Voice }) {
  const address = useCover(voice);
  return address ? (
    <img className="cover" src={address} alt="" width="44" height="44" loading="lazy" />
  ) : (
    <span className="cover" />
  );
}
