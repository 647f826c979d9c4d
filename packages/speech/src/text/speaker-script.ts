const SPEAKER_TAG = /<\|speaker:(\d{1,3})\|>/;
/** What may be the beginning of a tag, at the end of the text so far. */
const PARTIAL_TAG = /<(?:\|(?:s(?:p(?:e(?:a(?:k(?:e(?:r(?::\d{0,3}\|?)?)?)?)?)?)?)?)?)?$/;

export interface Line {
  /** Number of the speaker, 0 until a tag says otherwise. */
  speaker: number;
  text: string;
}

/** Splits text, as it comes, at its `<|speaker:N|>` tags. Tags may be torn between two pieces. */
export class SpeakerScript {
  #speaker = 0;
  #held = '';

  push(piece: string): Line[] {
    const lines: Line[] = [];
    let text = this.#held + piece;
    for (let tag = SPEAKER_TAG.exec(text); tag; tag = SPEAKER_TAG.exec(text)) {
      if (tag.index > 0) lines.push({ speaker: this.#speaker, text: text.slice(0, tag.index) });
      this.#speaker = Number(tag[1]);
      text = text.slice(tag.index + tag[0].length);
    }
    const partial = PARTIAL_TAG.exec(text.slice(-16));
    this.#held = partial?.[0] ?? '';
    const certain = text.slice(0, text.length - this.#held.length);
    if (certain) lines.push({ speaker: this.#speaker, text: certain });
    return lines;
  }

  /** What was held back was no tag after all. */
  flush(): Line[] {
    const text = this.#held;
    this.#held = '';
    return text ? [{ speaker: this.#speaker, text }] : [];
  }
}
