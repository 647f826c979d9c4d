import { describe, expect, it } from 'vitest';
import { type Cue, readCue } from './cue.ts';
import { fixedTags } from './fixed-tags.ts';
import { joined, NEUTRAL, scaled } from './style.ts';
import { styleNamed, styleNames } from './styles.ts';

const read = (words: string): Cue => {
  const cue = readCue(words, 'bracket', { isApart: true });
  if (!cue) throw new Error(`no cue: ${words}`);
  return cue;
};
const style = (words: string) => read(words).style;

/** The tags that the documents of the models list. */
const documented = [
  'happy sad angry excited calm nervous confident surprised satisfied delighted scared worried upset frustrated',
  'depressed empathetic embarrassed disgusted moved proud relaxed grateful curious sarcastic disdainful unhappy',
  'anxious hysterical indifferent uncertain doubtful confused disappointed regretful guilty ashamed jealous envious',
  'hopeful optimistic pessimistic nostalgic lonely bored contemptuous sympathetic compassionate determined resigned',
  'keen yielding conciliative comforting sincere sneering hesitating painful awkward amused furious panicked',
  'shouting screaming whispering emphasis',
].flatMap((line) => line.split(' '));

describe('cues', () => {
  it.each([...documented, 'in a hurry tone', 'soft tone'])('change how one speaks: %s', (word) => {
    expect(style(word)).toBeDefined();
    expect(style(word)).not.toEqual(NEUTRAL);
    expect(readCue(word, 'parenthesis', { isApart: true })).toEqual(read(word));
  });

  it.each([
    ['laughing', 'laugh'],
    ['chuckling', 'chuckle'],
    ['sobbing', 'sob'],
    ['crying loudly', 'sob'],
    ['sighing', 'sigh'],
    ['groaning', 'groan'],
    ['panting', 'pant'],
    ['gasping', 'gasp'],
    ['yawning', 'yawn'],
    ['snoring', 'snore'],
    ['clear throat', 'clear-throat'],
    ['breath', 'breath'],
    ['laugh', 'laugh'],
    ['cough', 'cough'],
    ['lip-smacking', 'lip-smack'],
    ['sigh', 'sigh'],
    ['audience laughing', 'crowd-laugh'],
    ['background laughter', 'crowd-laugh'],
    ['crowd laughing', 'crowd-laugh'],
  ])('make sounds: %s', (words, effect) => {
    expect(read(words)).toEqual({ style: undefined, effects: [effect], pauseMs: 0 });
    expect(readCue(words, 'parenthesis', { isApart: true })).toEqual(read(words));
  });

  it('pause, at least 300 ms for a break and 800 ms for a long one', () => {
    for (const words of ['break', 'short pause', 'pause']) {
      expect(read(words).pauseMs).toBeGreaterThanOrEqual(300);
      expect(read(words).pauseMs).toBeLessThan(800);
    }
    for (const words of ['long-break', 'long pause', 'silence'])
      expect(read(words).pauseMs).toBeGreaterThanOrEqual(800);
  });

  it('are read in any form, and with one letter wrong', () => {
    for (const words of [
      'whisper',
      'whispers',
      'whispered',
      'whispering',
      'Whispering',
      ' whispering. ',
      'wispering',
    ])
      expect(style(words)).toEqual(styleNamed('whispering'));
    for (const words of ['sadly', 'sadness']) expect(style(words), words).toEqual(styleNamed('sad'));
    expect(style('happily')).toEqual(styleNamed('happy'));
    expect(style('angrily')).toEqual(styleNamed('angry'));
    expect(style('excitedly')).toEqual(styleNamed('excited'));
  });

  it('are stronger or weaker by their modifiers, and nothing where negated', () => {
    const angry = styleNamed('angry');
    expect(style('slightly angry')).toEqual(scaled(angry, 0.5));
    expect(style('a little angry')).toEqual(scaled(angry, 0.5));
    expect(style('very angry')).toEqual(scaled(angry, 1.4));
    expect(style('very, very angry')).toEqual(scaled(angry, 1.4));
    expect(style('extremely angry')).toEqual(scaled(angry, 1.75));
    expect(style('not angry')).toEqual(NEUTRAL);
    expect(style('not very angry')).toEqual(NEUTRAL);
    expect(style('非常生气')).toEqual(scaled(angry, 1.4));
  });

  it('join what they name, once each', () => {
    const both = joined(styleNamed('sad'), styleNamed('whispering'));
    expect(style('sad, whispering')).toEqual(both);
    expect(style('sad and whispering')).toEqual(both);
    expect(style('sad sad whispering')).toEqual(both);
    expect(read('sighs sadly')).toEqual({ style: styleNamed('sad'), effects: ['sigh'], pauseMs: 0 });
    expect(style('in a laughing tone')).toEqual(styleNamed('amused'));
    expect(read('in a laughing tone').effects).toEqual([]);
  });

  it('may be in Chinese and Japanese', () => {
    expect(style('低声说')).toEqual(styleNamed('whispering'));
    expect(style('悲しそうに')).toEqual(styleNamed('sad'));
    expect(read('ため息をついて').effects).toEqual(['sigh']);
    expect(read('停顿').pauseMs).toBeGreaterThanOrEqual(300);
  });

  it('know every tag of the fixed list', () => {
    for (const tag of fixedTags) expect(readCue(tag, 'parenthesis', { isApart: true }), tag).toBeDefined();
  });
});

describe('styles', () => {
  it('go the way that is written: emotions with much energy up and fast, with little down and slow', () => {
    for (const name of ['excited', 'angry', 'scared', 'hysterical'] as const) {
      expect(styleNamed(name).pitch, name).toBeGreaterThan(1.7);
      expect(styleNamed(name).rate, name).toBeGreaterThan(1.1);
    }
    for (const name of ['sad', 'calm', 'tired'] as const) {
      expect(styleNamed(name).pitch, name).toBeLessThan(-1.7);
      expect(styleNamed(name).rate, name).toBeLessThan(0.9);
    }
  });

  it('stay within what voices can do, however many are joined', () => {
    let all = NEUTRAL;
    for (const name of styleNames) all = joined(all, scaled(styleNamed(name), 2));
    expect(all.rate).toBeGreaterThanOrEqual(0.6);
    expect(all.rate).toBeLessThanOrEqual(1.6);
    expect(Math.abs(all.pitch)).toBeLessThanOrEqual(8);
    expect(Math.abs(all.volumeDb)).toBeLessThanOrEqual(12);
    expect(all.breath).toBeLessThanOrEqual(1);
  });
});
