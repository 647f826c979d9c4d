/** What the package does not declare itself; names are eSpeak NG's. */
declare module '@echogarden/espeak-ng-emscripten' {
  export interface EspeakEvent {
    type:
      | 'list_terminated'
      | 'word'
      | 'sentence'
      | 'mark'
      | 'play'
      | 'end'
      | 'msg_terminated'
      | 'phoneme'
      | 'samplerate';
    /** 1-based, in code points of the text given to `synthesize`. */
    text_position: number;
    /** Of a word, in code points. */
    word_length: number;
    /** Milliseconds from the first sample of this call. */
    audio_position: number;
    /** Of a phoneme its name, empty for a pause; of a word or a sentence its number. */
    id?: string | number;
  }

  export interface EspeakVoice {
    name: string;
    identifier: string;
    /** A low priority is a good match. */
    languages: { priority: number; name: string }[];
  }

  export interface EspeakWorker {
    readonly samplerate: number;
    /** Words a minute, 80 to 450. */
    set_rate(wordsPerMinute: number): void;
    /** 0 to 99. */
    set_pitch(pitch: number): void;
    /** 0 to 99. */
    set_range(range: number): void;
    /** 0 to 200, 100 is normal. */
    set_volume(volume: number): void;
    /** Takes an identifier from `list_voices`. Returns 0 if it exists. */
    set_voice(identifier: string): number;
    /** Synchronous. Takes SSML. The callback owns its samples, returns true to stop, and must not throw. */
    synthesize(ssml: string, callback: (samples: Int16Array, events: EspeakEvent[]) => boolean): void;
    list_voices(): EspeakVoice[];
  }

  /** The module's files, in memory. */
  export interface EspeakFiles {
    writeFile(path: string, text: string): void;
    readFile(path: string, options: { encoding: 'utf8' }): string;
  }

  export default function load(): Promise<{ eSpeakNGWorker: new () => EspeakWorker; FS: EspeakFiles }>;
}
