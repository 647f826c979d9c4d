import { describe, expect, it } from 'vitest';
import { generatedCover } from './generated-cover.ts';

const lettersOf = (title: string) => />([^<]*)<\/text>/.exec(generatedCover('flite-slt', title))?.[1];

describe('A generated picture', () => {
  it('is the same for the same voice, and another for another one', () => {
    expect(generatedCover('a', 'Ada')).toBe(generatedCover('a', 'Ada'));
    const pictures = Array.from({ length: 200 }, (_, i) => generatedCover(`voice-${i}`, 'Ada'));
    expect(new Set(pictures).size).toBe(200);
  });

  it.each([
    ['Ada Lovelace', 'AL'],
    ['ada', 'A'],
    ['Flite SLT (American woman)', 'FS'],
    ['(the) “great” one', 'TG'],
    ['温柔女声', '温'],
    ['🐟 Fish', '🐟F'],
    ['👨‍👩‍👧 family', '👨‍👩‍👧F'],
    ['éa', 'É'],
    ['straße', 'S'],
    ['...', ''],
    ['', ''],
  ])('of %j has the initials %j', (title, letters) => {
    expect(lettersOf(title)).toBe(letters);
  });

  it.each(['<script>alert(1)</script>', '"><x', '& &', '\'"<>&', '</text><script>'])(
    'is well-formed for the title %j',
    (title) => {
      const svg = generatedCover('a', title);
      const tags = [...svg.matchAll(/<\/?([a-zA-Z]+)/g)].map(([, name]) => name);
      const known = ['svg', 'defs', 'linearGradient', 'stop', 'rect', 'path', 'text'];
      expect(tags.filter((name) => !known.includes(name ?? ''))).toEqual([]);
      expect(svg).not.toMatch(/script|NaN|undefined/i);
    },
  );

  it('keeps what it draws within numbers', () => {
    for (let i = 0; i < 300; i++)
      expect(generatedCover(`${i}`, 'A')).not.toMatch(/NaN|Infinity|undefined|e-\d/);
  });
});
