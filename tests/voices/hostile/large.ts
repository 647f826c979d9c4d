import { wavFile } from '../../../packages/speech/src/audio/decode/testing/wav-file.ts';
import { file, formBody, formType, required } from './form-body.ts';
import { type HostileUpload, MEBIBYTE } from './upload.ts';

/** As much as may be sent, and more. */
export function largeUploads(): HostileUpload[] {
  const zeros = (mebibytes: number) => new Uint8Array(mebibytes * MEBIBYTE);
  const silence = wavFile(zeros(19), { sampleRate: 192_000, channels: 8 });
  const bodies: Record<string, HostileUpload['body']> = {
    'a recording of 100 MB': formBody(required, file('voices', zeros(100))),
    'a recording of 100 MB, of unknown length': stream(required, file('voices', zeros(100))),
    'a form of 30 MB without an end': formBody(required, file('voices', zeros(30))).slice(0, -10),
    'a recording of nothing, of 20 MB': formBody(required, file('voices', zeros(20))),
    'three million parts': formBody('--b\r\n\r\n\r\n'.repeat(3_000_000)),
    'a recording of silence, of 19 MB': formBody(required, file('voices', silence)),
  };
  return Object.entries(bodies).map(([name, body]) => ({
    ...{ name, path: '/model', outcome: 'refused', body },
    headers: { 'Content-Type': formType },
  }));
}

/** In chunks, without a `Content-Length`. */
function stream(...parts: (string | Uint8Array)[]): ReadableStream<Uint8Array> {
  const whole = formBody(...parts);
  let at = 0;
  return new ReadableStream({
    pull(controller) {
      controller.enqueue(whole.subarray(at, at + MEBIBYTE));
      at += MEBIBYTE;
      if (at >= whole.length) controller.close();
    },
  });
}
