import { platform } from '#platform';
import type { AudioOutput } from './audio-output.ts';
import { joined, type Playable } from './pieces.ts';

/** How to play. */
export interface PlayOptions {
  /** Stops the sound at once: the call rejects with the reason of the signal, and the audio is let go. */
  signal?: AbortSignal | undefined;
  /** Hz of raw `pcm`, and only of that: it is 16 bits, mono, and does not tell its rate. All else does. */
  sampleRate?: number | undefined;
  /**
   * Node: the program to play with; what `SHOAL_PLAYER` of the environment says unless given, else ffplay or mpv. It
   * gets the audio on its standard input, raw pcm as WAV.
   */
  player?: PlayerCommand | undefined;
  /**
   * Browsers: the node of an audio graph to play into, such as an analyser; the loudspeakers unless given. Pieces of
   * wav and pcm join exactly where its context has their sample rate.
   */
  output?: AudioOutput | undefined;
}

/** A program that plays what comes on its standard input, and ends when it has played it. */
export interface PlayerCommand {
  command: string;
  args?: readonly string[] | undefined;
}

/**
 * Plays audio, from its first piece on; resolves when all of it was heard. What cannot be played yet is not asked for.
 * In Node it takes ffplay or mpv. Browsers let a page sound only after somebody has clicked in it.
 *
 * @throws FishAudioError when it cannot be played, such as without a player; what the audio throws; the reason of the
 *   signal
 * @example
 * await play(await client.tts.stream({ text: 'Hello' }));
 * @example
 * const speech = client.tts.streamWebsocket(answer(), { format: 'pcm', config: { sampleRate: 24_000 } });
 * await play(speech, { sampleRate: 24_000, signal });
 */
export async function play(audio: Playable, options: PlayOptions = {}): Promise<void> {
  await platform.play(audio, options, () => {});
}

/**
 * Plays audio as `play` does, and resolves to its bytes.
 *
 * @throws as `play`
 * @example
 * const bytes = await stream(await client.tts.stream({ text: 'Hello' }));
 */
export async function stream(audio: Playable, options: PlayOptions = {}): Promise<Uint8Array> {
  const heard: Uint8Array[] = [];
  await platform.play(audio, options, (piece) => heard.push(piece));
  return joined(heard);
}
