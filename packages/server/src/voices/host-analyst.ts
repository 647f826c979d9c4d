import { type Analyst, Narration, Narrator, type Renderer, type Speaker, VoiceProfile } from '@shoal/speech';
import { Problem } from '../speaking/problem.ts';
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
    const narrator = new Narrator({
      catalogue: this.#renderer.catalogue,
      voices: [this.#speakerOf(voice)],
      rate: 1,
      maxAudioMs: 60_000,
      chunkLength: 300,
      minChunkLength: 0,
      earlyStart: false,
    });
    const session = this.#renderer.open({ format: SAMPLE_FORMAT, volumeDb: 0, normalizeLoudness: true });
    const narration = new Narration(session, narrator);
    const cancel = () => narration.cancel();
    signal?.addEventListener('abort', cancel, { once: true });
    narration.text(text);
    narration.stop();
    const pieces: Uint8Array[] = [];
    try {
      for await (const event of narration) if (event.kind === 'audio') pieces.push(event.bytes);
    } finally {
      signal?.removeEventListener('abort', cancel);
    }
    return { audio: Buffer.concat(pieces), seconds: narration.audioSeconds };
  }

  #speakerOf(voice: HeardVoice): Speaker {
    if ('profile' in voice) return VoiceProfile.parse(voice.profile);
    const builtIn = this.#renderer.catalogue.find(voice.builtIn);
    // Of another server, whose engines are not here.
    if (!builtIn) throw new Problem(404, 'There is no such sample');
    return builtIn;
  }
}
