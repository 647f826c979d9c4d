import { parentPort, workerData } from 'node:worker_threads';
import { FliteProgram } from './flite-program.ts';
import { spokenPart } from './spoken-part.ts';
import { moveFormants, pitchSettings, type VoiceChange } from './voice-change.ts';

/** One stretch to speak. */
export interface FliteRequest {
  /** ASCII. */
  text: string;
  /** Flite's name of the voice. */
  voice: string;
  rate: number;
  /** How to change the voice, where it is to be changed. */
  change?: VoiceChange | undefined;
}

/** Samples are in [-1, 1] at the voice's rate. The first reply, to no request, has none: the thread is ready. */
export type FliteReply =
  | { kind: 'speech'; samples: Float32Array<ArrayBuffer> }
  | { kind: 'failure'; message: string };

const { module } = workerData as { module: WebAssembly.Module };
let program = await FliteProgram.load(module);

function speak({ text, voice, rate, change }: FliteRequest): Float32Array<ArrayBuffer> {
  const scale = change?.formantScale ?? 1;
  // Moving the formants shortens the speech, so it is made longer before.
  const settings = { duration_stretch: scale / rate, ...(change && pitchSettings(change)) };
  // The spaces keep a text that begins with a dash from being taken for an option.
  const { wave, text: segments } = program.run([
    '-psdur',
    '-voice',
    voice,
    ...Object.entries(settings).flatMap(([name, value]) => ['--setf', `${name}=${value.toFixed(4)}`]),
    '-t',
    ` ${text} `,
    '-o',
    'out.wav',
  ]);
  return moveFormants(spokenPart(wave, segments), scale);
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
