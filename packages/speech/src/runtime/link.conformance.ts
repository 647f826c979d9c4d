import { afterEach, describe, expect, it } from 'vitest';
import type { Link } from './link.ts';

export interface TestFrame {
  number: number;
  bytes?: Uint8Array;
}
export type TestLink = Link<TestFrame, TestFrame>;

/** A carrier under test. The far end of a link is handed to `accept` no later than its first frame. */
export interface Carrier {
  connect(): TestLink;
  /** Kills the carrier itself, as when a process dies. Absent where nothing lies between the ends. */
  cut?(): void;
  close(): void;
}
export type OpenCarrier = (accept: (far: TestLink) => void) => Promise<Carrier>;

/** What every carrier of links must do. */
export function describeLink(name: string, open: OpenCarrier): void {
  describe(`link over ${name}`, () => {
    let carrier: Carrier;
    afterEach(() => carrier.close());

    it('delivers frames of both directions in order', async () => {
      const atFar: Seen[] = [];
      carrier = await open((far) => {
        atFar.push(collect(far));
        for (let number = 0; number < 500; number++) far.send({ number: -number });
      });
      const near = carrier.connect();
      const atNear = collect(near);
      for (let number = 0; number < 500; number++) near.send({ number });
      await expect.poll(() => atFar[0]?.frames.length).toBe(500);
      await expect.poll(() => atNear.frames.length).toBe(500);
      expect(atFar[0]?.frames.map((frame) => frame.number)).toEqual([...Array(500).keys()]);
      expect(atNear.frames.at(-1)?.number).toBe(-499);
    });

    it('carries links that were opened in one order and used in another', async () => {
      const atFar: Seen[] = [];
      carrier = await open((far) => atFar.push(collect(far)));
      const links = [carrier.connect(), carrier.connect(), carrier.connect()];
      for (const [number, link] of links.reverse().entries()) link.send({ number });
      await expect.poll(() => atFar.flatMap(({ frames }) => frames).length).toBe(3);
      const numbers = atFar.flatMap(({ frames }) => frames.map(({ number }) => number));
      expect(numbers.sort()).toEqual([0, 1, 2]);
    });

    it('carries large frames whole, beside small ones of another link', async () => {
      const atFar: Seen[] = [];
      carrier = await open((far) => atFar.push(collect(far)));
      const [large, small] = [carrier.connect(), carrier.connect()];
      const bytes = Uint8Array.from({ length: 3_000_000 }, (_, i) => i % 251);
      large.send({ number: 1, bytes });
      small.send({ number: 2 });
      await expect.poll(() => atFar[1]?.frames.length, { timeout: 10_000 }).toBe(1);
      expect(Buffer.compare(atFar[0]?.frames[0]?.bytes ?? new Uint8Array(), bytes)).toBe(0);
    });

    it('tells the other end, and only that one, of a close, after the frames before it', async () => {
      const far: { link: TestLink; seen: Seen }[] = [];
      carrier = await open((link) => far.push({ link, seen: collect(link) }));
      const near = carrier.connect();
      const atNear = collect(near);
      near.send({ number: 1 });
      near.close();
      near.send({ number: 2 });
      await expect.poll(() => far[0]?.seen.closed).toBe(1);
      far[0]?.link.send({ number: 3 });
      far[0]?.link.close();
      await new Promise((resolve) => setTimeout(resolve, 20));
      expect(far[0]?.seen).toEqual({ frames: [{ number: 1 }], closed: 1 });
      expect(atNear).toEqual({ frames: [], closed: 0 });
    });

    it('tells every link when the carrier dies', async () => {
      carrier = await open(collect);
      if (!carrier.cut) return;
      const ends = [collect(carrier.connect()), collect(carrier.connect())];
      carrier.cut();
      for (const end of ends) await expect.poll(() => end.closed).toBe(1);
      const tooLate = collect(carrier.connect());
      await expect.poll(() => tooLate.closed).toBe(1);
    });
  });
}

interface Seen {
  frames: TestFrame[];
  closed: number;
}

function collect(link: TestLink): Seen {
  const seen: Seen = { frames: [], closed: 0 };
  link.listen({
    frame: (frame) => seen.frames.push(frame),
    closed: () => {
      seen.closed += 1;
    },
  });
  return seen;
}
