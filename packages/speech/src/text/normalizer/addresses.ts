/** Top-level domains that are told from an ordinary full stop between words. */
const TOP_LEVELS =
  'com|org|net|edu|gov|mil|info|biz|io|ai|dev|app|me|tv|fm|xyz|tech|online|shop|site|cloud|uk|us|ca|au|nz|de|fr|es|it|nl|be|ch|at|se|no|dk|fi|pl|cz|pt|ie|eu|ru|ua|jp|cn|kr|in|br|mx|za|example|test|local';
const LABEL = '[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?';
const LABELS = String.raw`${LABEL}(?:\.${LABEL}){1,4}`;
const DOMAIN = String.raw`(?:${LABEL}\.){1,4}(?:${TOP_LEVELS})(?![A-Za-z\d_-])`;
/** What follows a domain, up to a mark that ends the sentence rather than the address. */
const REST = String.raw`(?::\d{1,5}(?!\d))?(?:[/?#][A-Za-z0-9/?#=&_.~%+:@,-]{0,200}(?<![.,:?]))?`;

/** "end.In" looks like a domain: one without anything else is in small letters, or ends as most do. */
const UNMISTAKABLE = String.raw`(?=www\.|[a-z0-9.-]{1,80}(?![A-Za-z0-9.-])|[A-Za-z0-9.-]{1,80}(?:[/:]|\.(?:com|org|net|io|ai)(?![A-Za-z])))(?![a-z]\.[a-z](?![A-Za-z.-]))`;

/** Sources of regular expressions for addresses. The first group, or else all, is what is said. */
export const addressPatterns: readonly string[] = [
  String.raw`(?:https?|ftp)://((?:${DOMAIN}|localhost|\d{1,3}(?:\.\d{1,3}){3}|${LABELS})${REST})`,
  `[A-Za-z0-9][A-Za-z0-9._%+-]{0,63}@${LABELS}`,
  UNMISTAKABLE + DOMAIN + REST,
];
