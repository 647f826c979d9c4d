import { describe, expect, it } from 'vitest';
import { Turns } from './turns.ts';

describe('turns', () => {
  it('lets whoever has not been heard go before everybody else', async () => {
    const turns = new Turns();
    const order: string[] = [];
    const first = await turns.take({ heard: true });
    const later = [
      take(turns, order, 'long text', true),
      take(turns, order, 'longer text', true),
      take(turns, order, 'newcomer', false),
    ];
    first();
    await Promise.all(later);
    expect(order).toEqual(['newcomer', 'long text', 'longer text']);
  });

  it('gives one turn at a time, and reads the event loop between two', async () => {
    const turns = new Turns();
    const order: string[] = [];
    const both = [take(turns, order, 'one', true), take(turns, order, 'two', true)];
    setImmediate(() => order.push('event loop'));
    await Promise.all(both);
    expect(order).toEqual(['one', 'event loop', 'two']);
  });

  it('does not count a turn that ends twice as two', async () => {
    const turns = new Turns();
    const end = await turns.take({ heard: false });
    end();
    end();
    const next = await turns.take({ heard: false });
    let granted = false;
    void turns.take({ heard: false }).then(() => {
      granted = true;
    });
    await new Promise((resolve) => setTimeout(resolve, 10));
    expect(granted).toBe(false);
    next();
  });
});

async function take(turns: Turns, order: string[], name: string, heard: boolean): Promise<void> {
  const end = await turns.take({ heard });
  order.push(name);
  end();
}
