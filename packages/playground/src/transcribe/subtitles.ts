import type { ASRSegment } from '@shoal/sdk';

type Segments = readonly ASRSegment[];

/** Segments as SubRip subtitles. */
export function srtOf(segments: Segments): string {
  return segments
    .map(({ text, start, end }, i) => `${i + 1}\n${time(start, ',')} --> ${time(end, ',')}\n${text}\n`)
    .join('\n');
}

/** Segments as WebVTT (https://www.w3.org/TR/webvtt1/). */
export function vttOf(segments: Segments): string {
  const cues = segments.map(
    ({ text, start, end }) => `${time(start, '.')} --> ${time(end, '.')}\n${escaped(text)}\n`,
  );
  return ['WEBVTT\n', ...cues].join('\n');
}

/** `00:01:02,345` */
function time(seconds: number, point: string): string {
  const ms = Math.round(seconds * 1000);
  const part = (value: number, digits: number) => String(Math.floor(value)).padStart(digits, '0');
  const hours = part(ms / 3_600_000, 2);
  const minutes = part((ms / 60_000) % 60, 2);
  return `${hours}:${minutes}:${part((ms / 1000) % 60, 2)}${point}${part(ms % 1000, 3)}`;
}

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
