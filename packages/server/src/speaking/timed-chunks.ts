import type { Narration, NarrationEvent, WordTiming } from '@shoal/speech';
import type { TimestampSegment, Timestamps } from '@shoal/wire';

/**
 * Follows a narration, chunk by chunk (utterance by utterance): what is said in the chunk that is heard now, and when
 * each word of it, as far as it is known.
 */
export class TimedChunks {
  readonly #narration: Pick<Narration, 'sourceOf' | 'audioSeconds'>;
  /** Of the narration's text, what is not said yet. */
  #text = '';
  /** UTF-16 code units of the text before that. */
  #textStart = 0;
  /** The last utterance that has been said. */
  #lastSaid = -1;
  #seq = 0;
  #content = '';
  /** Where the chunk's audio begins in the whole, and ends, once that is known. */
  #offsetSeconds = 0;
  #endSeconds: number | undefined;
  #segments: TimestampSegment[] = [];
  #isNew = false;

  constructor(narration: Pick<Narration, 'sourceOf' | 'audioSeconds'>) {
    this.#narration = narration;
  }

  /** More text, as the narration is given it. */
  give(text: string): void {
    this.#text += text;
  }

  /** Takes what comes of the narration, in order. */
  take(event: NarrationEvent): void {
    switch (event.kind) {
      case 'audio':
        // What a codec held belongs to the last chunk until there is another one.
        if (this.#narration.sourceOf(this.#lastSaid + 1)) this.#moveTo(this.#lastSaid + 1);
        break;
      case 'words':
        this.#moveTo(event.seq);
        this.#segments.push(...event.words.map((word) => this.#segmentOf(word)));
        this.#isNew = true;
        break;
      case 'said':
        this.#moveTo(event.seq);
        this.#lastSaid = event.seq;
        this.#endSeconds = event.endSeconds;
        this.#isNew ||= this.#segments.length > 0;
        break;
    }
  }

  /** What is known, for the first time or again. */
  get timestamps(): Timestamps {
    this.#isNew = false;
    return {
      content: this.#content,
      alignment:
        this.#segments.length === 0
          ? null
          : { segments: [...this.#segments], audio_duration: this.#durationSeconds },
      chunk_seq: this.#seq,
      chunk_audio_offset_sec: toMilliseconds(this.#offsetSeconds),
    };
  }

  /** More is known than when the timestamps were looked at last. */
  get isNew(): boolean {
    return this.#isNew;
  }

  /** Of the audio so far, and of the words. */
  get #durationSeconds(): number {
    const heard = (this.#endSeconds ?? this.#narration.audioSeconds) - this.#offsetSeconds;
    return toMilliseconds(Math.max(heard, this.#segments.at(-1)?.end ?? 0));
  }

  #moveTo(seq: number): void {
    if (seq > this.#seq) {
      this.#seq = seq;
      this.#offsetSeconds = this.#endSeconds ?? 0;
      this.#endSeconds = undefined;
      this.#segments = [];
      this.#content = '';
    }
    const source = this.#narration.sourceOf(seq);
    if (!source || this.#content !== '') return;
    this.#content = this.#slice(source.start, source.end);
    this.#text = this.#text.slice(source.start - this.#textStart);
    this.#textStart = source.start;
  }

  #segmentOf({ textStart, textEnd, startMs, endMs }: WordTiming): TimestampSegment {
    const text = this.#slice(textStart, textEnd);
    return { text, start: Math.round(startMs) / 1_000, end: Math.round(endMs) / 1_000 };
  }

  #slice(start: number, end: number): string {
    return this.#text.slice(start - this.#textStart, end - this.#textStart);
  }
}

function toMilliseconds(seconds: number): number {
  return Math.round(1_000 * seconds) / 1_000;
}
