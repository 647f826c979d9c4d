/** How a text is to be spoken. */
export interface SpeechSettings {
  model: string;
  format: 'wav' | 'mp3' | 'pcm' | 'opus';
  latency: 'normal' | 'balanced' | 'low';
  /** 0.5 takes twice as long, 2 half as long. */
  speed: number;
  /** Gain in dB. */
  volume: number;
  temperature: number;
}

/** What to say, and how. */
export interface Speech extends SpeechSettings {
  text: string;
  /** Empty: the server chooses by the language. */
  voiceId: string;
}

/** What the API does unless told otherwise, but in a format that sounds from its first bytes on in every browser. */
export const defaultSettings: SpeechSettings = {
  model: 's2.1-pro',
  format: 'wav',
  latency: 'normal',
  speed: 1,
  volume: 0,
  temperature: 0.7,
};

export const models = [
  's2.1-pro',
  's2.1-pro-free',
  's2-pro',
  's1',
  's1-mini',
  'speech-1.6',
  'speech-1.5',
] as const;

export const ranges = {
  speed: { min: 0.5, max: 2, step: 0.05 },
  volume: { min: -20, max: 20, step: 1 },
  temperature: { min: 0, max: 1, step: 0.05 },
} as const;

/** Whether tags are in [brackets]; models of the first families have them in (parentheses). */
export function hasBracketTags(model: string): boolean {
  return model.startsWith('s2');
}
