import { expect, it } from 'vitest';
import { problemBody, summarize, type ValidationIssue, validationBody } from './problem.ts';

const issue: ValidationIssue = {
  loc: ['body', 'prosody', 'speed'],
  type: 'less_than_equal',
  msg: 'Input should be less than or equal to 2',
  ctx: { le: 2 },
  in: 'body',
};

it('tells a failure in exactly two members', () => {
  expect(problemBody(400, 'Reference not found')).toEqual({ status: 400, message: 'Reference not found' });
});

it.each([undefined, '', 'node', 'curl/8.0', 'FISH-AUDIO/python'])(
  'answers %s with a list of issues',
  (userAgent) => {
    expect(validationBody([issue], userAgent)).toEqual([issue]);
  },
);

it.each(['fish-audio/python/1.3.0', 'fish-audio/python/legacy/0.1'])(
  'answers %s with an object',
  (userAgent) => {
    expect(validationBody([issue], userAgent)).toEqual({
      status: 422,
      message: 'prosody.speed: Input should be less than or equal to 2',
      detail: [issue],
    });
  },
);

it('summarizes issues in one line, the whole body by its name', () => {
  const whole: ValidationIssue = {
    loc: ['body'],
    type: 'dict_type',
    msg: 'Not an object',
    ctx: {},
    in: 'body',
  };
  expect(summarize([whole, issue])).toBe(
    'body: Not an object; prosody.speed: Input should be less than or equal to 2',
  );
});
