import type { NarrationEvent } from '@shoal/speech';
import { describe, expect, it } from 'vitest';
import { TimedChunks } from './timed-chunks.ts';

const text = 'One two. Three.';

/** A narration of the text in two utterances, as far as it has come. */
function narration() {
  const sources = new Map([
    [0, { start: 0, end: 9 }],
    [1, { start: 9, end: 15 }],
  ]);
  return { audioSeconds: 0, sourceOf: (seq: number) => sources.get(seq) };
}

const audio: NarrationEvent = { kind: 'audio', bytes: new Uint8Array(2) };
const word = (seq: number, textStart: number, textEnd: number, startMs: number): NarrationEvent => ({
  kind: 'words',
  seq,
  words: [{ textStart, textEnd, startMs, endMs: startMs + 400 }],
});
const said = (seq: number, endSeconds: number): NarrationEvent => ({
  kind: 'said',
  seq,
  endSeconds,
  flushed: false,
});

describe('timed chunks', () => {
  it('tell of each chunk what is known of it so far', () => {
    const spoken = narration();
    const chunks = new TimedChunks(spoken);
    chunks.give(text.slice(0, 5));
    chunks.give(text.slice(5));
    chunks.take(audio);
    expect(chunks.isNew).toBe(false);
    expect(chunks.timestamps).toEqual({
      ...{ content: 'One two. ', alignment: null, chunk_seq: 0, chunk_audio_offset_sec: 0 },
    });
    chunks.take(word(0, 0, 3, 0));
    spoken.audioSeconds = 0.5;
    expect(chunks.isNew).toBe(true);
    const one = { text: 'One', start: 0, end: 0.4 };
    expect(chunks.timestamps.alignment).toEqual({ segments: [one], audio_duration: 0.5 });
    expect(chunks.isNew).toBe(false);
    chunks.take(word(0, 4, 7, 500));
    chunks.take(said(0, 1.2));
    const two = { text: 'two', start: 0.5, end: 0.9 };
    expect(chunks.timestamps.alignment).toEqual({ segments: [one, two], audio_duration: 1.2 });
    chunks.take(word(1, 9, 14, 0));
    chunks.take(said(1, 1.9));
    expect(chunks.timestamps).toEqual({
      ...{ content: 'Three.', chunk_seq: 1, chunk_audio_offset_sec: 1.2 },
      alignment: { segments: [{ text: 'Three', start: 0, end: 0.4 }], audio_duration: 0.7 },
    });
  });

  it('leave what a codec held to the last chunk', () => {
    const chunks = new TimedChunks(narration());
    chunks.give(text);
    for (const event of [audio, said(0, 1), audio, said(1, 2), audio]) chunks.take(event);
    expect(chunks.timestamps).toMatchObject({ chunk_seq: 1, content: 'Three.', chunk_audio_offset_sec: 1 });
  });

  it('go on behind what makes no sound', () => {
    const sources = [0, 1, 2].map((seq) => ({ start: 5 * seq, end: 5 * seq + 5 }));
    const open = new Map(sources.entries());
    const chunks = new TimedChunks({ audioSeconds: 0, sourceOf: (seq) => open.get(seq) });
    chunks.give('Aaaa ..., Bbbb.');
    for (const event of [audio, word(0, 0, 4, 0), said(0, 1), said(1, 1.5), audio, word(2, 10, 14, 0)]) {
      if (event.kind === 'said') open.delete(event.seq);
      chunks.take(event);
    }
    expect(chunks.timestamps).toMatchObject({ chunk_seq: 2, content: 'Bbbb.', chunk_audio_offset_sec: 1.5 });
    expect(chunks.timestamps.alignment?.segments).toEqual([{ text: 'Bbbb', start: 0, end: 0.4 }]);
  });

  it('know no words of what makes no sound', () => {
    const chunks = new TimedChunks({ audioSeconds: 0, sourceOf: () => undefined });
    chunks.take(audio);
    expect(chunks.timestamps).toMatchObject({ content: '', alignment: null });
  });
});
