import { FishAudioError } from '../errors.ts';
import { unlessAborted } from '../pieces.ts';
import { audioPage } from './page-audio.ts';
import type { Sound } from './play-samples.ts';

/** Sound that waits to be heard before no more is asked for. */
const mostAheadSeconds = 30;
/** Sound that was heard is kept so long. */
const mostBehindSeconds = 30;
/** A whole file at once is more than browsers take. */
const mostBytes = 64 * 1024;

const mediaSource = () => audioPage.MediaSource ?? audioPage.ManagedMediaSource;

/** Whether the browser can play it as it comes. */
export function canPlayMedia(type: string): boolean {
  return Boolean(audioPage.Audio && mediaSource()?.isTypeSupported(type));
}

/** Plays a stream of compressed audio as it comes, in a media element. */
export async function playMedia(
  pieces: AsyncIterable<Uint8Array>,
  type: string,
  { over, output }: Sound,
): Promise<void> {
  const MediaSource = mediaSource();
  if (!MediaSource || !audioPage.Audio) throw new FishAudioError(`This browser cannot play ${type}`);
  const media = new MediaSource();
  const address = URL.createObjectURL(media as never);
  const element = new audioPage.Audio(address);
  // Managed sources open only without it.
  element.disableRemotePlayback = true;
  const node = output?.context.createMediaElementSource(element);
  if (output) node?.connect(output);
  const fail = (cause: unknown) => {
    const reason = (cause as { message?: string } | null)?.message;
    over.abort(new FishAudioError(`The browser did not play ${type}: ${reason}`, { cause }));
  };
  element.addEventListener('error', () => fail(element.error));
  const happens = (target: EventTarget, event: string) =>
    unlessAborted(
      new Promise<void>((resolve) => target.addEventListener(event, () => resolve(), { once: true })),
      over.signal,
    );
  try {
    await happens(media, 'sourceopen');
    const buffer = media.addSourceBuffer(type);
    const bufferedUntil = () =>
      buffer.buffered.length > 0 ? buffer.buffered.end(buffer.buffered.length - 1) : 0;
    let isPlaying = false;
    for await (const piece of pieces) {
      for (let start = 0; start < piece.length; start += mostBytes) {
        buffer.appendBuffer(piece.subarray(start, start + mostBytes));
        await happens(buffer, 'updateend');
        if (!isPlaying) element.play().catch(fail);
        isPlaying = true;
        while (bufferedUntil() - element.currentTime > mostAheadSeconds) await happens(element, 'timeupdate');
        if (element.currentTime < 2 * mostBehindSeconds) continue;
        buffer.remove(0, element.currentTime - mostBehindSeconds);
        await happens(buffer, 'updateend');
      }
    }
    if (!isPlaying) return;
    media.endOfStream();
    if (!element.ended) await happens(element, 'ended');
  } finally {
    over.abort();
    node?.disconnect();
    element.pause();
    element.removeAttribute('src');
    element.load();
    URL.revokeObjectURL(address);
  }
}
