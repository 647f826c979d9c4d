import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Line, SpeakerScript } from './speaker-script.ts';

/** What each speaker says in turn, however the lines were cut. */
function read(pieces: readonly string[]): Line[] {
  const script = new SpeakerScript();
  const lines = [...pieces.flatMap((piece) => script.push(piece)), ...script.flush()];
  const joined: Line[] = [];
  for (const line of lines) {
    const last = joined.at(-1);
    if (last?.speaker === line.speaker) last.text += line.text;
    else joined.push({ ...line });
  }
  return joined;
}

describe('speaker script', () => {
  it('gives text before any tag to speaker 0, and what follows a tag to its speaker', () => {
    expect(read(['Hi. <|speaker:1|>Hello. <|speaker:0|>Bye.'])).toEqual([
      { speaker: 0, text: 'Hi. ' },
      { speaker: 1, text: 'Hello. ' },
      { speaker: 0, text: 'Bye.' },
    ]);
  });

  it('leaves alone what only looks like a tag', () => {
    for (const text of ['a < b', '<|speaker:x|>', '<|speaker:1234|>', '<|speak', '<', '<|speaker:1|']) {
      expect(read([text])).toEqual([{ speaker: 0, text }]);
    }
  });

  it('holds back nothing that cannot become a tag', () => {
    expect(new SpeakerScript().push('1 < 2 and 3')).toEqual([{ speaker: 0, text: '1 < 2 and 3' }]);
  });

  it('reads the same however the text is cut', () => {
    const part = fc.constantFrom(
      '<|speaker:1|>',
      '<|speaker:12|>',
      '<|speaker:',
      '<',
      '|>',
      'a',
      ' word. ',
      '😀',
    );
    fc.assert(
      fc.property(fc.array(part), (parts) => {
        const text = parts.join('');
        expect(read([...text])).toEqual(read([text]));
      }),
    );
  });
});
