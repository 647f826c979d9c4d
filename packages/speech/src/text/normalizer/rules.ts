import type { Replacement } from '../traced-text.ts';

/** A way of writing, and how it is said. */
export interface Rule {
  /** Matches at one place (flags `uy`). Its quantifiers have bounds, so that any text takes linear time. */
  pattern: RegExp;
  /**
   * What to say for a match, or undefined where the rule does not hold after all. Spaces around it are left out
   * where the text has some.
   */
  say(match: RegExpExecArray): string | undefined;
}

/** By what a way of writing starts with. Of each, the first rule that holds counts. */
export interface RuleBook {
  /** Whether any rule may hold somewhere in a text: cheap, because most texts need no rule. */
  concerns: RegExp;
  /** Where to try rules (flags `gu`). Its first character tells which: a letter, an ASCII digit, or else a sign. */
  start: RegExp;
  word: readonly Rule[];
  number: readonly Rule[];
  sign: readonly Rule[];
}

/** @param source of a regular expression that matches from where it is tried on */
export function rule(source: string, say: (match: RegExpExecArray) => string | undefined): Rule {
  return { pattern: new RegExp(source, 'uy'), say };
}

/** Says the rule's text whenever it matches. */
export function phrase(source: string, text: string): Rule {
  return rule(source, () => text);
}

/** What to say in place of what is written, in the order of the text. */
export function applyRules(text: string, book: RuleBook): Replacement[] {
  const replacements: Replacement[] = [];
  if (!book.concerns.test(text)) return replacements;
  const start = new RegExp(book.start);
  for (let found = start.exec(text); found; found = start.exec(text)) {
    const rules = rulesAt(found[0], book);
    const replacement = firstThatHolds(rules, text, found.index);
    if (!replacement) continue;
    replacements.push(replacement);
    start.lastIndex = replacement.end;
  }
  return replacements;
}

function rulesAt(start: string, { word, number, sign }: RuleBook): readonly Rule[] {
  if (/^\d/.test(start)) return number;
  return /^\p{L}/u.test(start) ? word : sign;
}

function firstThatHolds(rules: readonly Rule[], text: string, start: number): Replacement | undefined {
  for (const { pattern, say } of rules) {
    pattern.lastIndex = start;
    const match = pattern.exec(text);
    const said = match?.[0] ? say(match) : undefined;
    if (match && said !== undefined) return fitted(text, { start, end: start + match[0].length, text: said });
  }
  return undefined;
}

/** Without the spaces that stand in the text already. */
function fitted(text: string, { start, end, text: said }: Replacement): Replacement {
  const hasSpaceBefore = start === 0 || /\s/.test(text[start - 1] ?? '');
  const hasSpaceBehind = end === text.length || /\s/.test(text[end] ?? '');
  const before = hasSpaceBefore ? said.trimStart() : said;
  return { start, end, text: hasSpaceBehind ? before.trimEnd() : before };
}
