import { defaultSettings, type Speech } from './speech-settings.ts';

/** The body of `POST /v1/tts`. What the API does by itself is left out. */
export function speechRequest(speech: Speech): Record<string, unknown> {
  const { text, voiceId, format, speed, volume, temperature, latency } = speech;
  const prosody = {
    speed: changed(speed, defaultSettings.speed),
    volume: changed(volume, defaultSettings.volume),
  };
  return {
    text,
    reference_id: voiceId || undefined,
    format,
    latency: changed(latency, defaultSettings.latency),
    temperature: changed(temperature, defaultSettings.temperature),
    prosody: Object.values(prosody).some((value) => value !== undefined) ? prosody : undefined,
  };
}

/** Undefined for what is as usual. */
export const changed = <Value>(value: Value, usual: Value): Value | undefined =>
  value === usual ? undefined : value;
