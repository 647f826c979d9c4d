import { describe, expect, it } from 'vitest';
import { readPhonemes } from './phonemes.ts';
import { spokenPhonemes } from './spoken-phonemes.ts';

const spoken = (content: string) => {
  const phonemes = readPhonemes(content);
  return phonemes && spokenPhonemes(phonemes);
};

describe('spoken phonemes', () => {
  it.each([
    ['R EH1 D', 'rehd'],
    ['R IY1 D', 'reed'],
    ['EH1 N JH AH0 N IH1 R', 'ehnjuhnihr'],
    ['CH OY1 S', 'choys'],
    ['r eh1 d', undefined],
    ['XX', undefined],
    ['ɹɛd', undefined],
  ])('write English as it sounds: %s', (content, text) => {
    expect(spoken(content)?.text).toBe(text);
    expect(spoken(content)?.arpabet).toEqual(text && content.split(' '));
  });

  it.each([
    ['gong1', 'gong1'],
    ['chong2qing4', 'chong2 qing4'],
    ['nü3 lü4', 'nv3 lv4'],
    ['er2', 'er2'],
    ['zhuang1 xiong2', 'zhuang1 xiong2'],
    ['gong6', undefined],
  ])('write Chinese in syllables that count as Chinese: %s', (content, text) => {
    expect(spoken(content)?.text).toBe(text);
    expect(spoken(content)?.stand).toBe(text && '字'.repeat(text.length));
  });

  it.each([
    ['ha0shi1ga0', 'はしが'],
    ['ga1kko0o0', 'がっこお'],
    ['ga1clko0o0', 'がっこお'],
    ['kya0N', 'きゃん'],
    ['shu1kU0da0i', 'しゅくだい'],
    ['cho0tto', 'ちょっと'],
    ['tsu1zu0ki', 'つずき'],
    ['fi1ru0mu', 'ふぃるむ'],
    ['je1tto', 'じぇっと'],
    ['wo0', 'を'],
    ['N1', 'ん'],
    ['ma1tchi', 'まっち'],
  ])('write Japanese in kana: %s', (content, text) => {
    expect(spoken(content)?.text).toBe(text);
  });
});
