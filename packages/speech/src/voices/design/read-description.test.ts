import { describe, expect, it } from 'vitest';
import { readDescription } from './read-description.ts';

const traits = (text: string) => readDescription(text).traits;

describe('readDescription', () => {
  it.each([
    ['A deep old man’s voice', { sex: 'male', age: 'old' }],
    ['a bright YOUNG woman', { sex: 'female', age: 'young' }],
    ['Little girl, squeaky', { sex: 'female', age: 'child' }],
    ['a middle-aged Scottish gentleman', { sex: 'male', age: 'adult', accent: 'en-GB-scotland' }],
    ['British narrator in her thirties', { sex: 'female', age: 'adult', accent: 'en-GB' }],
    ['低沉的老年男性', { sex: 'male', age: 'old' }],
    ['not a woman', {}],
    ['someone manly in Oldham', {}],
  ])('knows who speaks in %j', (text, who) => {
    const { traits: _, ...found } = readDescription(text);
    expect(found).toEqual(who);
  });

  it('hears how deep, fast and bright', () => {
    expect(traits('a deep voice').pitch).toBeLessThan(-2);
    expect(traits('a high-pitched voice').pitch).toBeGreaterThan(2);
    expect(traits('speaks slowly, or rather: slow').pace).toBeLessThan(-10);
    expect(traits('bright').tilt).toBeGreaterThan(1);
    expect(traits('breathy').clarity).toBeLessThan(-4);
    expect(traits('nasal').nasality).toBeGreaterThan(2);
    expect(traits('high quality recording').pitch).toBe(0);
  });

  it('takes modifiers and negations for what they are', () => {
    const deep = traits('deep').pitch;
    expect(traits('very deep').pitch).toBeLessThan(deep);
    expect(traits('slightly deep').pitch).toBeGreaterThan(deep);
    expect(traits('slightly deep').pitch).toBeLessThan(0);
    expect(traits('not deep').pitch).toBeGreaterThan(0);
    expect(traits('not too deep').pitch).toBeGreaterThan(0);
    expect(traits('not too deep').pitch).toBeLessThan(traits('not deep').pitch);
    expect(traits('not fast, deep').pitch).toBe(deep);
    expect(traits('not fast but deep').pitch).toBe(deep);
    expect(traits('very fast deep').pitch).toBe(deep);
  });

  it('makes of anything a voice, in no time', () => {
    for (const text of [
      '',
      '🎤',
      'very '.repeat(400),
      'deep '.repeat(400),
      'a-'.repeat(1_000),
      '非常'.repeat(1_000),
    ]) {
      const before = process.cpuUsage();
      for (const value of Object.values(traits(text))) expect(Number.isFinite(value)).toBe(true);
      expect(process.cpuUsage(before).user / 1_000).toBeLessThan(200);
    }
  });
});
