/// <reference path="./espeak-ng.d.ts" />
import load, {
  type EspeakEvent,
  type EspeakVoice,
  type EspeakWorker,
} from '@echogarden/espeak-ng-emscripten';

export type { EspeakEvent, EspeakVoice, EspeakWorker };

/** An eSpeak NG of one's own, with its data. Takes about 0.3 s. */
export async function loadEspeak(): Promise<EspeakWorker> {
  const { eSpeakNGWorker } = await load();
  return new eSpeakNGWorker();
}
