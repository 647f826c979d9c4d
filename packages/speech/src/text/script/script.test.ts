import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TagSyntax } from '../../style/cue.ts';
import { bracketScripts, controlScripts, parenthesisScripts } from './script.cases.ts';
import { Script, type ScriptPart } from './script.ts';

function read(pieces: Iterable<string>, syntax: TagSyntax | undefined): ScriptPart[] {
  const script = new Script(syntax);
  return [...[...pieces].flatMap((piece) => script.push(piece)), ...script.flush()];
}

/** Parts as in the table: text as it is, and tags between braces. */
function shown(text: string, parts: readonly ScriptPart[]): string {
  return parts
    .map((part) => {
      if (part.kind === 'text') return part.text;
      if (part.kind === 'cue') return `{${text.slice(part.start + 1, part.start + part.length - 1)}}`;
      if (part.kind === 'speaker') return `{speaker ${part.speaker}}`;
      if (part.kind === 'mark') return '{mark}';
      const { phonemes } = part;
      if (phonemes.notation === 'arpabet') return `{${phonemes.symbols.join(' ')}}`;
      return phonemes.notation === 'pinyin' ? `{${phonemes.syllables.join(' ')}}` : `{${phonemes.romaji}}`;
    })
    .join('');
}

const syntaxes = ['bracket', 'parenthesis', undefined] as const;
const withMarks = (script: string, open: string, close: string) =>
  script.replaceAll('{', open).replaceAll('}', close);

describe('Script with cues in brackets', () => {
  it.each(bracketScripts)('reads %s', (script) => {
    const text = withMarks(script, '[', ']');
    expect(shown(text, read([text], 'bracket'))).toBe(script);
    expect(shown(text, read(text, 'bracket'))).toBe(script);
  });
});

describe('Script with tags in parentheses', () => {
  it.each(parenthesisScripts)('reads %s', (script) => {
    const text = withMarks(script, '(', ')');
    expect(shown(text, read([text], 'parenthesis'))).toBe(script);
    expect(shown(text, read(text, 'parenthesis'))).toBe(script);
  });
});

describe('Script with control tags', () => {
  it.each(controlScripts)('reads %s as %s', (text, script) => {
    for (const syntax of syntaxes) {
      expect(shown(text, read([text], syntax))).toBe(script);
      expect(shown(text, read(text, syntax))).toBe(script);
    }
  });
});

describe('Script', () => {
  const fragment = fc.oneof(
    {
      weight: 4,
      arbitrary: fc.constantFrom('the', ' ', 'Word', '. ', '3', '\n', '😀', '你好', '!', '\ud83c', '\udf89'),
    },
    { weight: 4, arbitrary: fc.constantFrom('[', ']', '(', ')', '<', '|', '>', '<|', '|>', '](', '[[') },
    {
      weight: 4,
      arbitrary: fc.constantFrom('[happy]', '(sad)', '[very calm]', '(break)', '[see 4]', 'laughs', '[低声]'),
    },
    {
      weight: 2,
      arbitrary: fc.constantFrom('<|speaker:1|>', '<|phoneme_start|>', '<|phoneme_end|>', 'R EH1 D', 'gong1'),
    },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 5 }) },
    {
      weight: 1,
      arbitrary: fc.constantFrom('x'.repeat(130), '<|phoneme_start|>'.repeat(20), '['.repeat(50)),
    },
  );
  const anyText = fc.array(fragment, { maxLength: 60 }).map((fragments) => fragments.join(''));

  it('loses and invents nothing: its parts are the text, one after the other', () => {
    fc.assert(
      fc.property(anyText, fc.constantFrom(...syntaxes), (text, syntax) => {
        let end = 0;
        for (const part of read([text], syntax)) {
          expect(part.start).toBe(end);
          expect(part.length).toBeGreaterThan(0);
          end += part.length;
          if (part.kind === 'text') expect(text.slice(part.start, end)).toBe(part.text);
        }
        expect(end).toBe(text.length);
      }),
      { numRuns: 500 },
    );
  });

  it('reads the same however the text is torn', () => {
    fc.assert(
      fc.property(anyText, fc.constantFrom(...syntaxes), (text, syntax) => {
        expect(shown(text, read(text.split(''), syntax))).toBe(shown(text, read([text], syntax)));
      }),
      { numRuns: 500 },
    );
  });

  it('takes a flush for the end of whatever was open', () => {
    fc.assert(
      fc.property(fc.array(anyText, { maxLength: 4 }), fc.constantFrom(...syntaxes), (texts, syntax) => {
        const script = new Script(syntax);
        const parts = texts.map((text) => [...script.push(text), ...script.flush()]);
        // What stands before a tag may be of the text before.
        const starts = parts.flat().map(({ start }) => start);
        expect(starts).toEqual([...starts].sort((a, b) => a - b));
        for (const [index, text] of texts.entries()) {
          const length = (parts[index] ?? []).reduce((sum, part) => sum + part.length, 0);
          expect(length).toBe(text.length);
        }
      }),
    );
  });

  it('holds back only what may become a tag, and little of it', () => {
    const length = (parts: ScriptPart[]) => parts.reduce((sum, part) => sum + part.length, 0);
    for (const text of ['1 < 2 and 3', 'See (page 4', 'list[0', 'one ) two ]', '<br>', '<|other']) {
      for (const syntax of syntaxes) expect(length(new Script(syntax).push(text)), text).toBe(text.length);
    }
    for (const opening of ['[', '(', '<|phoneme_start|>', '<|speaker:']) {
      const script = new Script(opening === '(' ? 'parenthesis' : 'bracket');
      expect(length(script.push(opening + 'word '.repeat(60)))).toBeGreaterThan(30);
    }
  });

  it.each([
    ['prose', 'The fox (who is lazy) jumps over [the] dog. '],
    ['openers only', '['],
    ['parentheses only', '('],
    ['brackets that never close', '[happy and so on '],
    ['control marks that never close', '<|phoneme_start|>AH '],
    ['beginnings of control marks', '<|'],
    ['cues', '[happy]'],
    ['misspelt cues', '[hapyly]'],
  ])('takes time in proportion to the text: %s', (_, unit) => {
    const cpuMicros = (length: number, pieceLength: number) => {
      const text = unit.repeat(Math.ceil(length / unit.length));
      const from = process.cpuUsage();
      const script = new Script(unit.startsWith('(') ? 'parenthesis' : 'bracket');
      for (let at = 0; at < text.length; at += pieceLength) script.push(text.slice(at, at + pieceLength));
      script.flush();
      const { user, system } = process.cpuUsage(from);
      return user + system;
    };
    for (const pieceLength of [1, 1 << 20]) {
      cpuMicros(20_000, pieceLength);
      const small = Math.min(...[0, 1, 2].map(() => cpuMicros(20_000, pieceLength)));
      // 16 times the text: quadratic time would be 256 times as long.
      expect(cpuMicros(320_000, pieceLength) / Math.max(small, 500)).toBeLessThan(100);
    }
  });
});
