import type { ASRSegment } from '@shoal/sdk';
import { oneLine } from '../terminal/plain-text.ts';

/** Subtitles as SubRip or WebVTT (W3C), a cue for each segment. */
export function subtitles(segments: readonly ASRSegment[], form: 'srt' | 'vtt'): string {
  // One line: an empty one would end the cue.
  const cues = segments.map(({ start, end, text }, i) => {
    const times = `${time(start, form)} --> ${time(end, form)}`;
    return form === 'srt'
      ? `${i + 1}\n${times}\n${oneLine(text)}\n`
      : `${times}\n${escapeVtt(oneLine(text))}\n`;
  });
  return form === 'srt' ? cues.join('\n') : ['WEBVTT\n', ...cues].join('\n');
}

/** `00:01:02,345`, with a full stop in WebVTT. */
function time(seconds: number, form: 'srt' | 'vtt'): string {
  const ms = Math.round(seconds * 1_000);
  const part = (value: number, digits: number) => String(Math.floor(value)).padStart(digits, '0');
  const [hours, minutes, wholeSeconds] = [ms / 3_600_000, (ms / 60_000) % 60, (ms / 1_000) % 60];
  const separator = form === 'srt' ? ',' : '.';
  return `${part(hours, 2)}:${part(minutes, 2)}:${part(wholeSeconds, 2)}${separator}${part(ms % 1_000, 3)}`;
}

const escapeVtt = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
