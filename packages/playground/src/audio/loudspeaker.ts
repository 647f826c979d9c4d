/** What speech is made at unless asked otherwise, so that its pieces join exactly. Hz. */
export const speechSampleRate = 44_100;

let context: AudioContext | undefined;

/**
 * Where speech sounds while it is made. Browsers let a page sound only after somebody did something on it, so this is
 * called from what they did.
 */
export function loudspeaker(): AudioContext {
  context ??= new AudioContext({ sampleRate: speechSampleRate });
  if (context.state === 'suspended') void context.resume();
  return context;
}
