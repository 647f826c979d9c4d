import type { TagSyntax } from '../../style/cue.ts';
import { type ControlTag, controlTag, LONGEST_CONTROL_TAG } from './control-tags.ts';
import { type CueTag, cueTag, LONGEST_CUE_TAG } from './cue-tags.ts';

/** A part of a script. The parts follow each other without gaps. */
export type ScriptPart = {
  /** UTF-16 code units before it, in all text pushed. */
  start: number;
  length: number;
} & ({ kind: 'text'; text: string } | ControlTag | CueTag);

const LONGEST_TAG = Math.max(LONGEST_CONTROL_TAG, LONGEST_CUE_TAG);
const CONTROL_OPENER = /</g;
const openers: Readonly<Record<TagSyntax, RegExp>> = { parenthesis: /[(<]/g, bracket: /[[<]/g };

/**
 * Reads a text with tags while it arrives: `<|speaker:N|>`, `<|phoneme_start|>…<|phoneme_end|>`, and cues in
 * parentheses or brackets. How the text was cut into pieces changes nothing. Only what may become a tag is held back,
 * some 270 characters at most. Time is linear in the text.
 */
export class Script {
  readonly #syntax: TagSyntax | undefined;
  /** What may be the beginning of a tag. */
  #held = '';
  #position = 0;
  /** The last character before `#position`; empty behind a tag. */
  #before = '';

  /** @param syntax of cues; without it there are none */
  constructor(syntax: TagSyntax | undefined) {
    this.#syntax = syntax;
  }

  push(piece: string): ScriptPart[] {
    return this.#read(this.#held + piece, { isEnd: false });
  }

  /** Gives what was held back, which was no tag after all. */
  flush(): ScriptPart[] {
    return this.#read(this.#held, { isEnd: true });
  }

  #read(text: string, { isEnd }: { isEnd: boolean }): ScriptPart[] {
    const parts: ScriptPart[] = [];
    const opener = this.#syntax ? openers[this.#syntax] : CONTROL_OPENER;
    let from = 0;
    let end = text.length;
    opener.lastIndex = 0;
    for (let found = opener.exec(text); found; found = opener.exec(text)) {
      const at = found.index;
      const before = at > from ? text.charAt(at - 1) : this.#before;
      const tag = this.#tag(
        text.slice(at, at + LONGEST_TAG),
        before,
        isEnd && at + LONGEST_TAG > text.length,
      );
      if (tag === undefined) continue;
      if (tag === 'open') {
        end = at;
        break;
      }
      this.#give(text.slice(from, at), parts);
      parts.push({ start: this.#position, ...tag });
      this.#position += tag.length;
      this.#before = '';
      from = at + tag.length;
      opener.lastIndex = from;
    }
    this.#give(text.slice(from, end), parts);
    this.#held = text.slice(end);
    return parts;
  }

  #tag(text: string, before: string, isEnd: boolean): ControlTag | CueTag | 'open' | undefined {
    // No tag goes on behind a line break.
    const known = isEnd ? `${text}\n` : text;
    if (known.startsWith('<')) return controlTag(known);
    return this.#syntax && cueTag(known, this.#syntax, before);
  }

  #give(text: string, parts: ScriptPart[]): void {
    if (text === '') return;
    parts.push({ kind: 'text', text, start: this.#position, length: text.length });
    this.#position += text.length;
    this.#before = text.slice(-1);
  }
}
