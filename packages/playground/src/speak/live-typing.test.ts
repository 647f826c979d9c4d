import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { LiveTyping } from './live-typing.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function listen(typing: LiveTyping) {
  const heard: unknown[] = [];
  const done = (async () => {
    for await (const event of typing) heard.push(event);
  })();
  return { heard, done };
}

it('gives words away once they are complete', async () => {
  const typing = new LiveTyping();
  const { heard } = listen(typing);
  for (const text of ['H', 'Hi', 'Hi ', 'Hi th', 'Hi there', 'Hi there. Y']) typing.type(text);
  await vi.advanceTimersByTimeAsync(0);
  expect(heard).toEqual(['Hi ', 'there. ']);
});

it('has what is there spoken when the typing pauses', async () => {
  const typing = new LiveTyping();
  const { heard } = listen(typing);
  typing.type('Well');
  await vi.advanceTimersByTimeAsync(2_000);
  expect(heard).toEqual(['Well', { event: 'flush' }]);
});

it('gives the rest away at its end, and ends', async () => {
  const typing = new LiveTyping();
  const { heard, done } = listen(typing);
  typing.type('one two');
  typing.end();
  await done;
  expect(heard.join('')).toBe('one two');
});

it('does not say again what was corrected after it was sent', async () => {
  const typing = new LiveTyping();
  const { heard, done } = listen(typing);
  typing.type('Helo there ');
  typing.type('Hello there ');
  typing.type('Hello there you ');
  typing.end();
  await done;
  expect(heard.join('')).toMatch(/^Helo there .*you $/);
  expect(heard.join('').match(/there/g)).toHaveLength(1);
});
