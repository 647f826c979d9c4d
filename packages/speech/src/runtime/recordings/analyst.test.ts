import { describe, expect, it } from 'vitest';
import { pcm16, wavFile } from '../../audio/decode/testing/wav-file.ts';
import { babble } from '../../voices/testing/vowels.ts';
import { Admission } from '../admission.ts';
import { directLink } from '../direct-link.ts';
import { createAnalyst } from './analyst.ts';
import type { RecordingReplyFrame, RecordingRequestFrame } from './recording-frame.ts';
import { RecordingJob } from './recording-job.ts';
import { longRecording } from './recording-session.conformance.ts';
import { Rooms } from './rooms.ts';

const never = new AbortController().signal;
const speaker = wavFile(pcm16(babble({ f0: () => 150 })), { sampleRate: 16_000 });

function open(admission = new Admission({ places: 1, longestQueue: 1 })) {
  const room = new Rooms();
  let dials = 0;
  const analyst = createAnalyst({
    dial: async () => {
      dials += 1;
      const [near, far] = directLink<RecordingRequestFrame, RecordingReplyFrame>();
      new RecordingJob(far, room);
      return near;
    },
    admission,
    limits: { maxBytes: 20_000_000, maxSeconds: 60 },
  });
  return { analyst, dials: () => dials, [Symbol.asyncDispose]: () => room.close() };
}

describe('an analyst', () => {
  it('tells what voice speaks in some files', async () => {
    await using work = open();
    const { profile, reports } = await work.analyst.analyse([speaker, speaker], {}, never);
    expect(profile.f0Hz).toBeGreaterThan(145);
    expect(profile.f0Hz).toBeLessThan(155);
    expect(reports).toHaveLength(2);
  });

  it('says what is wrong with a recording in which nobody speaks', async () => {
    await using work = open();
    const silence = wavFile(new Uint8Array(64_000), { sampleRate: 16_000 });
    await expect(work.analyst.analyse([speaker, silence], {}, never)).rejects.toMatchObject({
      code: 'bad_input',
      message: expect.stringMatching(/^recording 2: /),
    });
  });

  it('takes in as many as there are places, has some wait, and refuses the rest', async () => {
    await using work = open();
    const jobs = [1, 2, 3].map(() => work.analyst.analyse([speaker], {}, never));
    await expect(jobs[2]).rejects.toMatchObject({ code: 'overloaded', retryable: true });
    expect(await Promise.all(jobs.slice(0, 2))).toHaveLength(2);
    expect(await work.analyst.analyse([speaker], {}, never)).toBeDefined();
  });

  it('gives the place back whatever happens', async () => {
    const admission = new Admission({ places: 1, longestQueue: 0 });
    await using work = open(admission);
    const cancelling = new AbortController();
    const cancelled = work.analyst.analyse([longRecording], {}, cancelling.signal);
    await expect.poll(() => work.dials()).toBe(1);
    cancelling.abort(new Error('gone'));
    await expect(cancelled).rejects.toThrow('gone');
    await expect(work.analyst.analyse([Buffer.from('noise')], {}, never)).rejects.toThrow('no known audio');
    expect(admission.taken).toBe(0);
  });

  it('keeps the beginning of what is too long', async () => {
    await using work = open();
    const minutes = wavFile(pcm16(babble({ syllables: 360 })), { sampleRate: 16_000 });
    const { reports } = await work.analyst.analyse([minutes], {}, never);
    expect(reports[0]?.seconds).toBe(60);
  });

  it('refuses what is too large, or nothing at all, before any host hears of it', async () => {
    await using work = open();
    const large = new Uint8Array(11_000_000);
    await expect(work.analyst.analyse([large, large], {}, never)).rejects.toMatchObject({
      code: 'bad_input',
    });
    await expect(work.analyst.analyse([], {}, never)).rejects.toThrow('there is no recording');
    expect(work.dials()).toBe(0);
  });
});
