import { expect, it } from 'vitest';
import { modelFromHeader, models, textTagStyle } from './model.ts';

it.each(models)('knows %s', (model) => {
  expect(modelFromHeader(model)).toBe(model);
  expect(modelFromHeader(` ${model} `)).toBe(model);
});

it.each([undefined, '', 's3', 'S1', 's1, s2-pro', '__proto__', 'constructor'])(
  'takes %s for s2.1-pro',
  (header) => {
    expect(modelFromHeader(header)).toBe('s2.1-pro');
  },
);

it('reads cues in parentheses on the first generation and in brackets after it', () => {
  const inParentheses = models.filter((model) => textTagStyle(model) === 'parenthesis');
  expect(inParentheses).toEqual(['s1', 's1-mini', 'speech-1.6', 'speech-1.5']);
});
