import { describe, expect, it } from 'vitest';
import { TextSources } from './text-sources.ts';

/** "One [tag]two [say]3 four" became "One two three four". */
function sources(): TextSources {
  const sources = new TextSources();
  sources.copy('One '.length, 0);
  sources.copy('two '.length, '0123[tag]'.length);
  sources.replace('three'.length, { start: 13, end: 19 });
  sources.copy(' four'.length, 19);
  return sources;
}

describe('The sources of a text', () => {
  it('lead back from every part of a stretch', () => {
    const sourceOf = sources().take({ start: 4, end: 18 });
    expect(sourceOf({ start: 0, end: 3 })).toEqual({ start: 9, end: 12 });
    expect(sourceOf({ start: 4, end: 9 })).toEqual({ start: 13, end: 19 });
    expect(sourceOf({ start: 5, end: 6 })).toEqual({ start: 13, end: 19 });
    expect(sourceOf({ start: 10, end: 14 })).toEqual({ start: 20, end: 24 });
    expect(sourceOf({ start: 0, end: 14 })).toEqual({ start: 9, end: 24 });
  });

  it('are known for one stretch after the other, while the text grows', () => {
    const growing = new TextSources();
    growing.copy(6, 0);
    const first = growing.take({ start: 0, end: 4 });
    growing.copy(6, 6);
    const second = growing.take({ start: 4, end: 12 });
    expect(first({ start: 0, end: 4 })).toEqual({ start: 0, end: 4 });
    expect(second({ start: 0, end: 8 })).toEqual({ start: 4, end: 12 });
  });

  it('let a stretch begin or end within a copied part', () => {
    const sourceOf = sources().take({ start: 1, end: 6 });
    expect(sourceOf({ start: 0, end: 2 })).toEqual({ start: 1, end: 3 });
    expect(sourceOf({ start: 3, end: 5 })).toEqual({ start: 9, end: 11 });
  });
});
