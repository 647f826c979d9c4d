import { WireError } from '@shoal/wire';
import { describe, expect, it } from 'vitest';
import { checkSpeakerTags } from './speaker-tags.ts';

describe('Speaker tags', () => {
  it.each([
    ['No tags at all.', 0],
    ['<|speaker:0|>The default voice.', 0],
    ['<|speaker:0|>One. <|speaker:1|>Two.', 2],
    ['This <|speaker: 7|> is none, nor is <|speaker:x|>.', 1],
  ])('are fine: %s', (text, speakers) => {
    expect(() => checkSpeakerTags(text, speakers, 'body')).not.toThrow();
  });

  it.each([
    ['<|speaker:1|>Nobody.', 0],
    ['<|speaker:0|>One. <|speaker:2|>Nobody.', 2],
    ['<|speaker:999|>', 5],
  ])('name somebody who is not there: %s', (text, speakers) => {
    let error: unknown;
    try {
      checkSpeakerTags(text, speakers, 'body');
    } catch (thrown) {
      error = thrown;
    }
    expect(WireError.isInstance(error) && error.issues).toMatchObject([
      { loc: ['body', 'text'], in: 'body' },
    ]);
  });
});
