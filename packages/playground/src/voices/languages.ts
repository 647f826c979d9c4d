const names = new Intl.DisplayNames('en', { type: 'language' });

/** BCP 47 tag → its English name, such as `en-GB` → `British English`. */
export function languageName(tag: string): string {
  try {
    // What follows -x- is private: a dialect that only its engine knows by name.
    return names.of(tag.replace(/-x-.*/, '')) ?? tag;
  } catch {
    return tag;
  }
}

const offered = [
  ...[
    'ar',
    'bg',
    'bn',
    'ca',
    'cs',
    'da',
    'de',
    'el',
    'en',
    'es',
    'et',
    'fa',
    'fi',
    'fr',
    'he',
    'hi',
    'hr',
    'hu',
  ],
  ...[
    'id',
    'it',
    'ja',
    'ko',
    'lt',
    'lv',
    'ms',
    'nl',
    'no',
    'pl',
    'pt',
    'ro',
    'ru',
    'sk',
    'sl',
    'sr',
    'sv',
    'sw',
  ],
  ...['ta', 'te', 'th', 'tr', 'uk', 'ur', 'vi', 'zh'],
];

/** Languages to choose from. */
export const languageNames: Readonly<Record<string, string>> = Object.fromEntries(
  offered.map((tag) => [tag, languageName(tag)]).sort(([, a = ''], [, b = '']) => a.localeCompare(b)),
);
