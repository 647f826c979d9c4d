import { bytesOf, type FileBytes } from './body.ts';
import { toWireNames } from './wire-names.ts';

/** `pcm` is 16 bits, little-endian, mono. */
export type AudioFormat = 'wav' | 'pcm' | 'mp3' | 'opus';

/** `normal` waits for whole sentences; `balanced` and `low` start earlier. */
export type LatencyMode = 'low' | 'normal' | 'balanced';

/** The speech model. Servers may know more of them. */
export type Model =
  | 's2.1-pro'
  | 's2.1-pro-free'
  | 's2-pro'
  | 's1'
  | 's1-mini'
  | 'speech-1.6'
  | 'speech-1.5'
  | 'agent-x0'
  | (string & {});

/** A recording of the voice to speak with. */
export interface ReferenceAudio {
  /** An audio file. */
  audio: FileBytes;
  /** What is said in it, word for word. */
  text: string;
}

/** How fast and how loud to speak. */
export interface Prosody {
  /** 0.5 takes twice as long, 2 half as long; 1 unless given. */
  speed?: number | undefined;
  /** Gain in dB, −20 to 20; 0 unless given. */
  volume?: number | undefined;
  /** Brings every voice to the same loudness first; true unless given. */
  normalizeLoudness?: boolean | undefined;
}

/** How to speak. What is left out is up to the server. */
export interface TTSConfig {
  /** Id of the voice, or one for each speaker of a dialogue (models of the S2 family). */
  referenceId?: string | string[] | undefined;
  /** Recordings of the voice, or one such list for each speaker. */
  references?: ReferenceAudio[] | ReferenceAudio[][] | undefined;
  /** `mp3` unless given. */
  format?: AudioFormat | undefined;
  /** `normal` unless given. */
  latency?: LatencyMode | undefined;
  prosody?: Prosody | undefined;
  /** Hz. wav and pcm: 8000, 16000, 24000, 32000, 44100; mp3: 32000, 44100; opus: 48000. */
  sampleRate?: number | undefined;
  /** kbit/s. */
  mp3Bitrate?: 64 | 128 | 192 | undefined;
  /** kbit/s, or −1000 to let the encoder choose. */
  opusBitrate?: -1000 | 24 | 32 | 48 | 64 | undefined;
  /** Most characters to make at once: 100 to 300. */
  chunkLength?: number | undefined;
  /** Fewest characters to make at once: 0 to 100. */
  minChunkLength?: number | undefined;
  /** Says numbers, dates and the like as words; true unless given. */
  normalize?: boolean | undefined;
  /** How freely the delivery varies: 0 to 1. */
  temperature?: number | undefined;
  /** Share of the probability to draw from: 0 to 1. */
  topP?: number | undefined;
  /** Longest audio of one piece of text, in tokens. */
  maxNewTokens?: number | undefined;
  /** Above 1, the model avoids to repeat itself. */
  repetitionPenalty?: number | undefined;
  /** Goes on in the tone of the piece before; true unless given. */
  conditionOnPreviousChunks?: boolean | undefined;
  /** When a server that makes several at once may stop early: 0 to 1. */
  earlyStopThreshold?: number | undefined;
  /** Extra features of the server to switch on. */
  features?: string[] | undefined;
}

/** How to speak, where what is given by itself wins over `config`. */
export interface SpeechOptions {
  /** Wins over `config.referenceId`. */
  referenceId?: TTSConfig['referenceId'];
  /** Win over `config.references`. */
  references?: TTSConfig['references'];
  /** Wins over `config.format`. */
  format?: TTSConfig['format'];
  /** Wins over `config.latency`. */
  latency?: TTSConfig['latency'];
  /** Wins over `config.prosody.speed`. */
  speed?: number | undefined;
  /** What several calls have in common. */
  config?: TTSConfig | undefined;
  /** `s1` unless given. */
  model?: Model | undefined;
}

export const defaultModel: Model = 's1';

/** The request as it is sent. */
export async function speechRequest(text: string, options: SpeechOptions): Promise<Record<string, unknown>> {
  const { referenceId, references, format, latency, speed, config = {} } = options;
  return toWireNames({
    ...config,
    text,
    referenceId: referenceId ?? config.referenceId,
    references: await sentReferences(references ?? config.references),
    format: format ?? config.format,
    latency: latency ?? config.latency,
    prosody: speed === undefined ? config.prosody : { ...config.prosody, speed },
  });
}

async function sentReferences(references: TTSConfig['references']) {
  const sent = references?.map((each) =>
    Array.isArray(each) ? Promise.all(each.map(sentReference)) : sentReference(each),
  );
  return sent && Promise.all(sent);
}

async function sentReference({ audio, text }: ReferenceAudio) {
  return { audio: await bytesOf(audio), text };
}
