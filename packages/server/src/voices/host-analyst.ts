import { type Analyst, type Renderer, type Speaker, VoiceProfile } from '@shoal/speech';
import { Problem } from '../speaking/problem.ts';
import { wholeSpeech } from '../speaking/whole-speech.ts';
import type {
  AnalysisOptions,
  HeardVoice,
  SampleSpeaker,
  SpokenSample,
  VoiceAnalysis,
  VoiceAnalyst,
} from './voice-analyst.ts';

const SAMPLE_FORMAT = { container: 'mp3', sampleRate: 44_100, bitrate: 128_000 } as const;

/** Has recordings listened to, and samples spoken, where the engines are. */
export class HostAnalyst implements VoiceAnalyst, SampleSpeaker {
  readonly #analyst: Analyst;
  readonly #renderer: Renderer;

  constructor(analyst: Analyst, renderer: Renderer) {
    this.#analyst = analyst;
    this.#renderer = renderer;
  }

  async analyse(recordings: Uint8Array[], { enhance, signal }: AnalysisOptions): Promise<VoiceAnalysis> {
    const { profile, reports } = await this.#analyst.analyse(recordings, { enhance }, signal);
    return { profile, recordings: reports.map(({ seconds }) => ({ seconds })) };
  }

  async speak(text: string, voice: HeardVoice, signal?: AbortSignal): Promise<SpokenSample> {
    return wholeSpeech(this.#renderer, {
      text,
      speaker: this.#speakerOf(voice),
      format: SAMPLE_FORMAT,
      signal,
    });
  }

  #speakerOf(voice: HeardVoice): Speaker {
    if ('profile' in voice) return VoiceProfile.parse(voice.profile);
    const builtIn = this.#renderer.catalogue.find(voice.builtIn);
    // Of another server, whose engines are not here.
    if (!builtIn) throw new Problem(404, 'There is no such sample');
    return builtIn;
  }
}
