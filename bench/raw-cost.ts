/**
 * The floor of what a request must cost: the same engine straight into the same encoder, in one thread,
 * without a server. Run by itself it prints CPU ms a request; forked it does a parent's jobs.
 */
import { serveJobs } from './job-child.ts';
import { openRawEncoder, type RawEncoder } from './raw-encoder.ts';
import { checkedSeconds } from './target.ts';
import { texts } from './texts.ts';

interface RawJob {
  text: string;
  requests: number;
}

export interface RawResult {
  library: RawEncoder['library'];
  cpuMsPerRequest: number;
  /** Of one request. */
  audioSeconds: number;
}

/** The part of eSpeak NG's binding used here; the package has no types. */
interface Espeak {
  set_voice(name: string): number;
  set_rate(wordsPerMinute: number): void;
  set_pitch(value: number): void;
  synthesize(ssml: string, onAudio: (samples: Int16Array) => boolean): void;
}

/**
 * Requests until V8 has optimised the engine: the first fifty cost a quarter more than those after 250. A floor
 * measured too early lies too high and flatters whatever is divided by it.
 */
const WARM_UP = 300;

async function openRawCost(): Promise<(job: RawJob) => RawResult> {
  const speak = await openSpeaker();
  const encoder = await openRawEncoder();
  const request = (text: string, onBytes: (bytes: Uint8Array) => void) => {
    encoder.begin();
    speak(text, (samples) => onBytes(encoder.encode(samples)));
    onBytes(encoder.end());
  };
  for (let i = 0; i < WARM_UP; i++) request(texts.short, () => {});

  return ({ text, requests }) => {
    const pieces: Uint8Array[] = [];
    request(text, (bytes) => pieces.push(bytes.slice()));
    const audioSeconds = checkedSeconds(Buffer.concat(pieces));

    const before = process.cpuUsage();
    for (let i = 0; i < requests; i++) request(text, () => {});
    const { user, system } = process.cpuUsage(before);
    return {
      library: encoder.library,
      cpuMsPerRequest: (user + system) / 1_000 / requests,
      audioSeconds,
    };
  };
}

async function openSpeaker(): Promise<(text: string, onAudio: (samples: Int16Array) => void) => void> {
  const specifier: string = '@echogarden/espeak-ng-emscripten';
  const { default: load }: { default(): Promise<{ eSpeakNGWorker: new () => Espeak }> } = await import(
    specifier
  );
  const { eSpeakNGWorker } = await load();
  const espeak = new eSpeakNGWorker();
  return (text, onAudio) => {
    espeak.set_voice('en-us');
    espeak.set_rate(175);
    espeak.set_pitch(50);
    espeak.synthesize(text, (samples) => {
      onAudio(samples);
      return false;
    });
  };
}

const rawCost = await openRawCost();
export type RawJobs = { cost: typeof rawCost };

if (process.send) {
  serveJobs<RawJobs>({ cost: rawCost });
} else {
  const { library, cpuMsPerRequest, audioSeconds } = rawCost({ text: texts.short, requests: 200 });
  console.log(`${library}: ${cpuMsPerRequest.toFixed(2)} CPU ms for ${audioSeconds.toFixed(2)} s of speech`);
}
