import { APIError, type FishAudio, type SpeechOptions } from '@shoal/sdk';
import { speechSampleRate } from '../audio/loudspeaker.ts';
import type { Call } from '../session/call.ts';
import { eventsOf } from '../session/server-sent-events.ts';
import type { LiveTyping } from './live-typing.ts';
import { speechRequest } from './speech-request.ts';
import type { Speech } from './speech-settings.ts';
import { type TimedWord, WordTimes } from './words.ts';

export const timedSpeechPath = '/v1/tts/stream/with-timestamp';

/** The server is faster than a page can draw. */
const betweenWordsMs = 100;

/** A speech as the SDK takes it. */
function speechOptions(speech: Speech): SpeechOptions {
  const { voiceId, format, latency, speed, volume, temperature, model } = speech;
  return {
    ...(voiceId !== '' && { referenceId: voiceId }),
    format,
    latency,
    model,
    config: {
      prosody: { speed, volume },
      temperature,
      ...(format === 'pcm' && { sampleRate: speechSampleRate }),
    },
  };
}

/**
 * A whole text, spoken over HTTP.
 *
 * @param onWords told all words whose times are known, from time to time and at the end
 */
export async function* speakText(
  call: Call,
  speech: Speech,
  onWords: (words: readonly TimedWord[]) => void,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array, void, undefined> {
  const headers = { 'Content-Type': 'application/json', model: speech.model };
  const body = JSON.stringify(speechRequest(speech));
  const response = await call(timedSpeechPath, { method: 'POST', headers, body, signal });
  const times = new WordTimes();
  let toldAtMs = 0;
  for await (const { name, data } of eventsOf(response)) {
    const value = JSON.parse(data);
    if (name === 'error') throw new APIError({ ...value, body: value, requestId: undefined });
    times.add(value);
    if (performance.now() - toldAtMs > betweenWordsMs) {
      toldAtMs = performance.now();
      onWords(times.words);
    }
    const audio = bytesOf(value.audio_base64);
    if (audio.length > 0) yield audio;
  }
  signal.throwIfAborted();
  onWords(times.words);
}

const bytesOf = (base64: string) => Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));

/** What is being typed, spoken over a live connection. */
export function speakTyping(
  client: FishAudio,
  speech: Speech,
  typing: LiveTyping,
  signal: AbortSignal,
): AsyncIterable<Uint8Array> {
  const { config, ...options } = speechOptions(speech);
  // A short sentence is not to wait for the next one.
  const live = { ...options, config: { ...config, minChunkLength: 0 } };
  return client.tts.streamWebsocket(typing, live, { signal });
}
