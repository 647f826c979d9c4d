import { parentPort, workerData } from 'node:worker_threads';
import { FliteProgram } from './flite-program.ts';
import { spokenPart } from './spoken-part.ts';

/** One stretch to speak. */
export interface FliteRequest {
  /** ASCII. */
  text: string;
  /** Flite's name of the voice. */
  voice: string;
  rate: number;
}

/** Samples are in [-1, 1] at the voice's rate. The first reply, to no request, has none: the thread is ready. */
export type FliteReply =
  | { kind: 'speech'; samples: Float32Array<ArrayBuffer> }
  | { kind: 'failure'; message: string };

const { module } = workerData as { module: WebAssembly.Module };
let program = await FliteProgram.load(module);

function speak({ text, voice, rate }: FliteRequest): Float32Array<ArrayBuffer> {
  const stretch = ['--setf', `duration_stretch=${(1 / rate).toFixed(4)}`];
  // The spaces keep a text that begins with a dash from being taken for an option.
  const { wave, text: segments } = program.run([
    '-psdur',
    '-voice',
    voice,
    ...stretch,
    '-t',
    ` ${text} `,
    '-o',
    'out.wav',
  ]);
  return spokenPart(wave, segments);
}

function reply(message: FliteReply, transfer: ArrayBuffer[] = []): void {
  parentPort?.postMessage(message, transfer);
}

parentPort?.on('message', async (request: FliteRequest) => {
  try {
    const samples = speak(request);
    reply({ kind: 'speech', samples }, [samples.buffer]);
  } catch (error) {
    program = await FliteProgram.load(module);
    reply({ kind: 'failure', message: String(error) });
  }
});
reply({ kind: 'speech', samples: new Float32Array(0) });
