/** A word of a Japanese text, as the dictionary has it. */
export interface Morpheme {
  /** As it is written. */
  surface: string;
  /** How it is said, in katakana: particles as they sound, は as ワ. Absent for words that the dictionary lacks. */
  pronunciation?: string | undefined;
  /** Part of speech, in Japanese: 名詞, 助詞 … */
  kind: string;
  /** The finer part of speech: 接尾, 非自立 … */
  subkind: string;
}
