import { describe, expect, it } from 'vitest';
import { readConfiguration } from './configuration.ts';

describe('configuration', () => {
  it('listens on loopback only, unless told otherwise', () => {
    expect(readConfiguration({})).toMatchObject({ host: '127.0.0.1', port: 8080, logLevel: 'warn' });
    expect(readConfiguration({ HOST: '0.0.0.0', PORT: '9000' })).toMatchObject({
      host: '0.0.0.0',
      port: 9000,
    });
  });

  it('takes an empty variable for an absent one', () => {
    expect(readConfiguration({ PORT: '', SHOAL_API_KEY: '' })).toMatchObject({
      port: 8080,
      firstKey: undefined,
    });
  });

  it('tells each wrong value in a line of its own, without the value', () => {
    const wrong = { PORT: 'eighty', SHOAL_HOSTS: '0', SHOAL_API_KEY: 'my secret', LOG_LEVEL: 'loud' };
    const message = (() => {
      try {
        readConfiguration(wrong);
      } catch (error) {
        return String(error);
      }
    })();
    for (const name of Object.keys(wrong)) expect(message).toMatch(new RegExp(`${name}: .+(\\n|$)`));
    expect(message?.split('\n')).toHaveLength(4);
    expect(message).not.toContain('my secret');
  });
});
