import { encode } from '@msgpack/msgpack';
import { mutateBytes, mutateValue } from './mutations.ts';
import type { Random } from './random.ts';
import { speechRequest } from './speech-requests.ts';

/** What a client does on one live socket, in order. */
export type LiveAction =
  | { kind: 'message'; bytes: Uint8Array; binary: boolean }
  | { kind: 'ping' }
  | { kind: 'pong' }
  /** Time for the server to get on with it. */
  | { kind: 'pause'; ms: number }
  /** Bytes that are no WebSocket frame. */
  | { kind: 'noise'; bytes: Uint8Array }
  /** The connection breaks without a goodbye. */
  | { kind: 'vanish' }
  | { kind: 'close'; code: number };

/** A session in which something is wrong; it ends with a stop, a close or the connection. */
export function liveInput(random: Random): LiveAction[] {
  const actions = session(random).map((frame) => message(pack(frame)));
  for (let changes = random.below(3); changes > 0; changes--) change(random, actions);
  actions.push(ending(random, actions));
  return actions;
}

function ending(random: Random, actions: readonly LiveAction[]): LiveAction {
  // Noise may look like the head of a frame, which swallows what follows.
  const isNoisy = actions.some(({ kind }) => kind === 'noise');
  if (isNoisy || random.once(6)) return { kind: 'vanish' };
  const close = { kind: 'close', code: random.pick([1000, 1001, 1011, 3000, 4999]) } as const;
  return random.once(5) ? close : message(pack({ event: 'stop' }));
}

/** What one action was, for the message of a failure. */
export function describeAction(action: LiveAction): string {
  const bytes = 'bytes' in action ? Buffer.from(action.bytes).toString('hex').slice(0, 400) : '';
  return `${action.kind} ${bytes}`.trim();
}

function session(random: Random): Record<string, unknown>[] {
  const texts = ['Hello there. ', 'One, ', 'two.', '', ' ', 'a', '<|speaker:1|>', 'Ünïcødé 😀. '];
  const frames: Record<string, unknown>[] = [{ event: 'start', request: speechRequest(random) }];
  if (random.once(4)) Object.assign(frames[0] ?? {}, { debug: true });
  for (let i = random.below(5); i > 0; i--) {
    frames.push(random.once(3) ? { event: 'flush' } : { event: 'text', text: random.pick(texts) });
  }
  return random.once(10) ? frames.reverse() : frames;
}

function change(random: Random, actions: LiveAction[]): void {
  const at = random.below(actions.length);
  const action = actions[at];
  // A text message stays valid UTF-8: without it, it is no WebSocket message (RFC 6455 §8.1).
  if (action?.kind !== 'message' || !action.binary) return;
  switch (random.below(11)) {
    case 0:
    case 1:
      actions[at] = { ...action, bytes: mutateBytes(random, action.bytes) };
      break;
    case 2:
    case 3:
      actions[at] = message(pack(mutateValue(random, session(random)[0])));
      break;
    case 4:
      actions.splice(at, 0, action);
      break;
    case 5:
      actions.splice(at, 1);
      break;
    case 6:
      actions.splice(at, 0, random.pick<LiveAction>([{ kind: 'ping' }, { kind: 'pong' }]));
      break;
    case 7:
      actions.splice(at, 0, {
        kind: 'message',
        binary: random.once(2),
        bytes: new TextEncoder().encode(random.pick(['', '{}', '{"event":"stop"}', 'x'.repeat(70_000)])),
      });
      break;
    case 8:
    case 9:
      actions.splice(at + 1, 0, { kind: 'pause', ms: random.below(30) });
      break;
    default:
      actions.splice(at, 0, { kind: 'noise', bytes: random.bytes(1 + random.below(40)) });
  }
}

function message(bytes: Uint8Array): LiveAction {
  return { kind: 'message', bytes, binary: true };
}

function pack(value: unknown): Uint8Array {
  return encode(value, { maxDepth: 200 });
}
