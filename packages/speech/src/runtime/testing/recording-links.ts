import type { Dial, JobReplyFrame, RecordingLink } from '../link.ts';
import type { RecordingRequestFrame } from '../recordings/recording-frame.ts';

/** Keeps recordings back until they are released, so that their job is at work for as long as a test needs. */
export function holdRecordings(dial: Dial<RecordingLink>, onAsked = () => {}) {
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  const holding: Dial<RecordingLink> = async (signal) => {
    const link = await dial(signal);
    return {
      send: (frame: RecordingRequestFrame) => {
        if (frame.kind !== 'piece') {
          link.send(frame);
          return;
        }
        onAsked();
        void released.then(() => link.send(frame));
      },
      listen: (listener) => link.listen(listener),
      close: () => link.close(),
    };
  };
  return { dial: holding, release };
}

/** Sees how much of recordings goes over links. */
export function watchRecordings(dial: Dial<RecordingLink>) {
  let underWay = 0;
  let most = 0;
  let largest = 0;
  const watching: Dial<RecordingLink> = async (signal) => {
    const link = await dial(signal);
    return {
      send: (frame: RecordingRequestFrame) => {
        if (frame.kind === 'piece') {
          underWay += frame.bytes.length;
          most = Math.max(most, underWay);
          largest = Math.max(largest, frame.bytes.length);
        }
        link.send(frame);
      },
      listen: (listener) => {
        let granted = false;
        link.listen({
          closed: () => listener.closed(),
          frame: (frame: Extract<JobReplyFrame, { kind: 'credit' | 'progress' | 'result' | 'failure' }>) => {
            // The first grant is for nothing that was sent.
            if (frame.kind === 'credit' && granted) underWay -= frame.bytes;
            if (frame.kind === 'credit') granted = true;
            listener.frame(frame);
          },
        });
      },
      close: () => link.close(),
    };
  };
  return { dial: watching, mostUnderWay: () => most, largestPiece: () => largest };
}
