import { wavOf } from './wav.ts';

/** A recording under way. */
export interface Recording {
  /** Loudness now, 0 to 1. */
  level(): number;
  /** Ends it. Resolves to a WAV file, which every server reads. */
  stop(): Promise<Blob>;
  /** Ends it, and throws it away. */
  cancel(): void;
}

/** Browsers give the microphone only to pages at localhost or over https. */
export class InsecurePageError extends Error {}

/**
 * Records with the microphone.
 *
 * @throws InsecurePageError; DOMException NotAllowedError or NotFoundError
 */
export async function record(): Promise<Recording> {
  if (!navigator.mediaDevices) throw new InsecurePageError();
  const stream = await navigator.mediaDevices.getUserMedia({
    audio: { channelCount: 1, autoGainControl: false },
  });
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  context.createMediaStreamSource(stream).connect(analyser);
  const recorder = new MediaRecorder(stream, { audioBitsPerSecond: 128_000 });
  const parts: Blob[] = [];
  recorder.addEventListener('dataavailable', ({ data }) => parts.push(data));
  const ended = new Promise<void>((resolve) => {
    recorder.addEventListener('stop', () => resolve(), { once: true });
  });
  recorder.start();
  const samples = new Float32Array(analyser.fftSize);
  const letGo = () => {
    for (const track of stream.getTracks()) track.stop();
  };
  return {
    level: () => {
      analyser.getFloatTimeDomainData(samples);
      return samples.reduce((loudest, sample) => Math.max(loudest, Math.abs(sample)), 0);
    },
    stop: async () => {
      recorder.stop();
      await ended;
      letGo();
      const audio = await context.decodeAudioData(await new Blob(parts).arrayBuffer());
      await context.close();
      return wavOf(audio);
    },
    cancel: () => {
      if (recorder.state !== 'inactive') recorder.stop();
      letGo();
      void context.close();
    },
  };
}
