/** Written before a name, so that a capital letter after them starts no sentence. */
const beforeNames = new Set(
  [
    // English
    'mr mrs ms mx dr prof st mt ft rev hon gov sen rep pres gen col maj capt cmdr lt sgt messrs',
    'vs cf approx dept univ inc ltd corp bros jr sr',
    // French, Spanish, Italian, Portuguese
    'mme mlle mgr env sra srta dra ud uds sig dott avv',
    // German, Dutch, Scandinavian
    'hr fr frl bzw ca evtl ggf inkl vgl dipl ing mag dhr mevr bl',
    // Russian, Ukrainian
    'г гг ул им проф акад тов просп пер вул',
  ].flatMap((line) => line.split(' ')),
);

/** Written before a number; ordinary words or sentence ends before anything else ("He said no. Then…"). */
const beforeNumbers = new Set(
  [
    'no nos nr num núm vol ch chap fig figs sec pt p pp pág art eq ex op para tel abs kap str bd s n стр рис гл',
    'jan feb febr mar apr jun jul aug sep sept oct okt nov dec dez',
  ].flatMap((line) => line.split(' ')),
);

/** "J. Smith", "M. Dupont", "г. Москва"; "I" ends English sentences too often. */
const initial = /^(?!I$)\p{LC}$/u;
/** "e.g", "U.S", "a.m", "Ph.D", "z.B", "J.-P". */
const dotted = /^(?:\p{LC}{1,2}\.-?)+\p{LC}{1,2}$/u;
/** "1. Apples" in a list; "am 3. Oktober". */
const ordinal = /^\p{Nd}{1,2}$/u;

/**
 * Whether the full stop after `word` belongs to the word and ends no sentence. It leans towards yes: a
 * boundary missed joins two sentences into one utterance, which nobody hears; one too many puts a pause
 * into "Dr. Smith".
 *
 * @param word what stands between white space and the stop, such as `Dr`, `(e.g` or `3`
 * @param next the first character after the stop and white space
 */
export function isAbbreviation(word: string, next: string): boolean {
  const bare = word.replace(/^[^\p{L}\p{N}]+/u, '');
  if (initial.test(bare) || dotted.test(bare) || ordinal.test(bare)) return true;
  const lower = bare.toLowerCase();
  return beforeNames.has(lower) || (beforeNumbers.has(lower) && /^\p{N}/u.test(next));
}
