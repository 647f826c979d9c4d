import { parentPort, workerData } from 'node:worker_threads';
import { FliteProgram } from './flite-program.ts';
import { type Phone, readPhones, spokenPhones } from './phones.ts';
import { Pronunciations } from './pronunciations.ts';
import { spokenPart } from './spoken-part.ts';
import { moveFormants, pitchSettings, type VoiceChange } from './voice-change.ts';
import { type TimeSpan, wordTimes } from './word-times.ts';

/** One stretch to speak. */
export interface FliteRequest {
  /** ASCII. */
  text: string;
  /** Flite's name of the voice. */
  voice: string;
  rate: number;
  /** How to change the voice, where it is to be changed. */
  change?: VoiceChange | undefined;
  /** How to pronounce words of it, as lines of a lexicon; empty or absent to go by its own. */
  lexicon?: string | undefined;
  /** The words of the text, if it matters when they are said. */
  words?: readonly string[] | undefined;
}

export interface FliteSpeech {
  /** In [-1, 1] at the voice's rate. */
  samples: Float32Array<ArrayBuffer>;
  /** When each of the words is said, from the first sample; none unless asked for. */
  wordTimes: TimeSpan[];
}

/** The first reply, to no request, says nothing: the thread is ready. */
export type FliteReply = { kind: 'speech'; speech: FliteSpeech } | { kind: 'failure'; message: string };

const { module } = workerData as { module: WebAssembly.Module };
const pronunciations = new Pronunciations();
let program = await FliteProgram.load(module);

function speak({ text, voice, rate, change, lexicon = '', words = [] }: FliteRequest): FliteSpeech {
  const scale = change?.formantScale ?? 1;
  // Moving the formants shortens the speech, so it is made longer before.
  const settings = { duration_stretch: scale / rate, ...(change && pitchSettings(change)) };
  // The spaces keep a text that begins with a dash from being taken for an option.
  const args = [
    '-psdur',
    '-voice',
    voice,
    ...Object.entries(settings).flatMap(([name, value]) => ['--setf', `${name}=${value.toFixed(4)}`]),
    ...(lexicon ? ['-add_lex', 'lexicon.txt'] : []),
    '-t',
    ` ${text} `,
    '-o',
    'out.wav',
  ];
  const files: Record<string, Uint8Array> = lexicon
    ? { 'lexicon.txt': new TextEncoder().encode(lexicon) }
    : {};
  const { wave, text: printed } = program.run(args, files);
  const phones = readPhones(printed);
  const { samples, startMs } = spokenPart(wave, phones);
  const inPart = (timeMs: number) => (timeMs - startMs) / scale;
  return {
    samples: moveFormants(samples, scale),
    wordTimes: timesOf(words, spokenPhones(phones)).map((time) => ({
      startMs: inPart(time.startMs),
      endMs: inPart(time.endMs),
    })),
  };
}

function timesOf(words: readonly string[], phones: readonly Phone[]): TimeSpan[] {
  if (words.length === 0 || phones.length === 0) return [];
  return wordTimes(phones, pronunciations.of(words, program));
}

function reply(message: FliteReply, transfer: ArrayBuffer[] = []): void {
  parentPort?.postMessage(message, transfer);
}

parentPort?.on('message', async (request: FliteRequest) => {
  try {
    const speech = speak(request);
    reply({ kind: 'speech', speech }, [speech.samples.buffer]);
  } catch (error) {
    program = await FliteProgram.load(module);
    reply({ kind: 'failure', message: String(error) });
  }
});
reply({ kind: 'speech', speech: { samples: new Float32Array(0), wordTimes: [] } });
