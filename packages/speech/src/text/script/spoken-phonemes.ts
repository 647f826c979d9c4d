import type { Phonemes } from './phonemes.ts';
import { respelling } from './respelling.ts';
import { romajiToKana } from './romaji.ts';

/** Phonemes as text that voices of their language read nearly right, or quite. */
export interface SpokenPhonemes {
  text: string;
  /** White space goes before it, even where none is written. */
  isApart: boolean;
  /** Letters of the language, as many, for whoever asks what language this is. */
  stand: string;
  /** For engines that take sounds. */
  arpabet?: string[];
}

export function spokenPhonemes(phonemes: Phonemes): SpokenPhonemes {
  switch (phonemes.notation) {
    case 'arpabet': {
      const text = respelling(phonemes.symbols);
      return { text, isApart: false, stand: text, arpabet: phonemes.symbols };
    }
    case 'pinyin': {
      // Readers of Chinese take syllables with a tone for what they are, as words of their own.
      const text = phonemes.syllables.map((syllable) => syllable.replace(/ü|u:/, 'v')).join(' ');
      return { text, isApart: true, stand: '字'.repeat(text.length) };
    }
    case 'romaji': {
      const text = romajiToKana(phonemes.romaji);
      return { text, isApart: false, stand: text };
    }
  }
}
