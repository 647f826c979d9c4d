import type { Narrator, Passage } from './narrator.ts';
import type { RenderEvent, RenderSession } from './runtime/render-session.ts';
import { OriginalWords } from './text/original-words.ts';
import { SpokenText } from './text/spoken-text.ts';
import type { Span } from './text/traced-text.ts';
import type { WordTiming } from './utterance.ts';

/** Utterances given to the session before their audio comes: enough to keep an engine busy. */
const UTTERANCES_AHEAD = 4;
/** Characters looked at in one go, so that a long text never holds up the event loop. */
const PIECE_LENGTH = 2_048;
/** After so many with nothing to say in them, such as a million dots, others have their turn. */
const PIECES_A_TURN = 8;

export type NarrationEvent =
  | Extract<RenderEvent, { kind: 'audio' }>
  /** Words of an utterance; their offsets are in all text that the narration was given. */
  | { kind: 'words'; seq: number; words: WordTiming[] }
  /** Something that whoever wrote the text may want to know; it quotes nothing. */
  | { kind: 'remark'; message: string }
  /** `flushed`: everything up to a `flush` has been said. `endSeconds`: where its audio, with the pause after it, ends. */
  | { kind: 'said'; seq: number; endSeconds: number; flushed: boolean };

type Input = { text: string } | 'flush' | 'stop';

/** Text in, at any pace, and one audio stream out: text is turned into utterances just ahead of the voice. */
export class Narration implements AsyncIterable<NarrationEvent> {
  readonly #session: RenderSession;
  readonly #narrator: Narrator;
  readonly #inputs: Input[] = [];
  readonly #spoken = new SpokenText();
  /** Of the utterances that are not all heard. */
  readonly #words = new Map<number, OriginalWords>();
  readonly #sources = new Map<number, Span>();
  #backlog = 0;
  #ahead = 0;
  #lastSeq = -1;
  /** The last utterance before each flush that is not heard yet. */
  readonly #flushes: number[] = [];
  #stopped = false;
  /** Text is left for the next turn of the event loop. */
  #later: NodeJS.Immediate | undefined;

  constructor(session: RenderSession, narrator: Narrator) {
    this.#session = session;
    this.#narrator = narrator;
  }

  /** Characters that wait to be turned into utterances. */
  get backlog(): number {
    return this.#backlog;
  }

  /** Nothing to say has come so far. */
  get isEmpty(): boolean {
    return this.#lastSeq < 0;
  }

  /** All text so far has been said, but for what waits for the end of its sentence. */
  get isIdle(): boolean {
    return this.#inputs.length === 0 && this.#ahead === 0;
  }

  /** UTF-8 bytes of the text that engines have spoken, whether or not anyone has heard it. */
  get spokenBytes(): number {
    return this.#spoken.bytes(this.#session.utterancesSaid);
  }

  /** Length of the audio so far. */
  get audioSeconds(): number {
    return this.#session.audioSeconds;
  }

  /** What an utterance stands for in all text that the narration was given; undefined before it comes and once it is said. */
  sourceOf(seq: number): Span | undefined {
    return this.#sources.get(seq);
  }

  /** Has an engine wait for the first text. */
  prepare(): void {
    this.#session.prepare();
  }

  text(text: string): void {
    if (this.#stopped || text === '') return;
    this.#backlog += text.length;
    this.#inputs.push({ text });
    this.#feed();
  }

  /** Has all text so far said without waiting for more. Returns whether it has all been said already. */
  flush(): boolean {
    this.#inputs.push('flush');
    this.#feed();
    if (this.isIdle) this.#flushes.length = 0;
    return this.isIdle;
  }

  /** The text is complete. What follows is ignored. */
  stop(): void {
    if (this.#stopped) return;
    this.#stopped = true;
    this.#inputs.push('stop');
    this.#feed();
  }

  cancel(): void {
    clearImmediate(this.#later);
    this.#session.cancel();
  }

  async *[Symbol.asyncIterator](): AsyncIterator<NarrationEvent> {
    for await (const event of this.#session) {
      yield* this.#remarks();
      if (event.kind === 'audio') yield event;
      if (event.kind === 'words') yield* this.#wordsEvent(event.seq, event.words);
      if (event.kind !== 'said') continue;
      yield* this.#wordsEvent(event.seq);
      this.#ahead -= 1;
      this.#sources.delete(event.seq);
      this.#feed();
      yield { ...event, flushed: this.#flushedBy(event.seq) };
    }
    yield* this.#remarks();
  }

  *#remarks(): Iterable<NarrationEvent> {
    for (const message of this.#narrator.takeRemarks()) yield { kind: 'remark', message };
  }

  #feed(): void {
    clearImmediate(this.#later);
    for (let pieces = 0; this.#ahead < UTTERANCES_AHEAD; pieces++) {
      if (pieces === PIECES_A_TURN) {
        this.#later = setImmediate(() => this.#feed());
        return;
      }
      const input = this.#inputs.shift();
      if (input === undefined) return;
      if (input === 'flush' || input === 'stop') {
        this.#say(this.#narrator.flush());
        this.#spoken.mark();
        if (input === 'stop') this.#session.end();
        else this.#flushes.push(this.#lastSeq);
      } else {
        this.#read(input.text);
      }
    }
  }

  #read(text: string): void {
    if (text.length > PIECE_LENGTH) this.#inputs.unshift({ text: text.slice(PIECE_LENGTH) });
    const piece = text.slice(0, PIECE_LENGTH);
    this.#backlog -= piece.length;
    this.#spoken.give(piece);
    this.#say(this.#narrator.push(piece));
  }

  #say(passages: readonly Passage[]): void {
    for (const { utterance, source, sourceOf } of passages) {
      this.#lastSeq = this.#session.say(utterance);
      this.#words.set(this.#lastSeq, new OriginalWords(sourceOf));
      this.#sources.set(this.#lastSeq, source);
      this.#spoken.utter(source);
      this.#ahead += 1;
    }
  }

  /** What is known now about the words of an utterance: without news, that it has been said. */
  *#wordsEvent(seq: number, news?: readonly WordTiming[]): Iterable<NarrationEvent> {
    const original = this.#words.get(seq);
    if (!news) this.#words.delete(seq);
    const words = (news ? original?.add(news) : original?.end()) ?? [];
    if (words.length > 0) yield { kind: 'words', seq, words };
  }

  #flushedBy(seq: number): boolean {
    const due = this.#flushes.filter((last) => last <= seq).length;
    this.#flushes.splice(0, due);
    return due > 0;
  }
}
