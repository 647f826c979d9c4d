import { expect, it } from 'vitest';
import { srtOf, vttOf } from './subtitles.ts';

const segments = [
  { text: 'One & two.', start: 0.2, end: 1.9996 },
  { text: 'An hour later.', start: 3_725.5, end: 3_726 },
];

it('writes SubRip', () => {
  expect(srtOf(segments)).toBe(
    '1\n00:00:00,200 --> 00:00:02,000\nOne & two.\n\n2\n01:02:05,500 --> 01:02:06,000\nAn hour later.\n',
  );
});

it('writes WebVTT, in which some characters have a meaning', () => {
  expect(vttOf(segments)).toBe(
    'WEBVTT\n\n00:00:00.200 --> 00:00:02.000\nOne &amp; two.\n\n01:02:05.500 --> 01:02:06.000\nAn hour later.\n',
  );
});
