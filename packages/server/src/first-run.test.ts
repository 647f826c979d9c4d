import { expect, it } from 'vitest';
import { greet } from './first-run.ts';

const greeting = {
  url: 'http://127.0.0.1:8080',
  newKey: undefined,
  hasPlayground: false,
  voices: 145,
  recognitionInstallation: undefined,
};

it('says what installs speech recognition where there is none, in one line', () => {
  const [first, ...others] = greet(greeting).split('\n');
  const missing = greet({ ...greeting, recognitionInstallation: 'apt-get install ears' }).split('\n');
  expect(missing).toEqual([
    first,
    'It does not listen: speech recognition needs apt-get install ears',
    ...others,
  ]);
});
