import type { Voice } from '../voice.ts';
import type { Encoder, EncoderCheckpoint } from './encoder.ts';
import { concatBytes } from './encoders/concat-bytes.ts';
import { Equaliser } from './equaliser.ts';
import { Limiter } from './limiter.ts';
import { Resampler } from './resampler.ts';
import { Whisper } from './whisper.ts';

/** Every voice is brought here (LUFS): loud enough for a phone, with headroom for its peaks. */
const TARGET_LUFS = -20;
/** Softens the cut of an utterance that got too long. */
const FADE_MS = 5;
/** How long an equaliser that raises the lowest bands is heard after speech has ended. */
const RINGING_MS = 40;

export interface PipelineOptions {
  /** Gain before the limiter, dB. */
  volumeDb: number;
  normalizeLoudness: boolean;
  /** Hz of the stream that is heard. */
  outputRate: number;
  /** Where the stream was when this pipeline took it over; 0 for a new stream. */
  position: number;
}

export interface UtteranceOptions {
  /** Samples (output rate) that are not to be heard again. */
  skip: number;
  maxAudioMs: number;
  /** Gains in dB of third-octave bands (see `Timbre`). */
  equaliserDb?: readonly number[] | undefined;
  /** Gain before the limiter, dB, besides that of the stream. */
  volumeDb?: number | undefined;
  /** Turns speech into a whisper. */
  whispers?: boolean | undefined;
}

/**
 * Engine samples in, encoded bytes out, for one stream: whisper → equaliser → resampler → gain and limiter → encoder.
 * The limiter comes last, because equalising and resampling lift peaks.
 */
export class AudioPipeline {
  readonly #encoder: Encoder;
  readonly #options: PipelineOptions;
  #whisper: Whisper | undefined;
  #equaliser: Equaliser | undefined;
  #limiter: Limiter | undefined;
  #resampler: Resampler | undefined;
  #voiceRate = 0;
  /** Samples given to the encoder, at its input rate. */
  #fed = 0;
  /** Samples still to be left out because the listener has them, at the encoder's input rate. */
  #skip = 0;
  /** Samples the utterance may still have, at the voice's rate. */
  #room = 0;
  #fadeSamples = 0;

  constructor(encoder: Encoder, options: PipelineOptions) {
    this.#encoder = encoder;
    this.#options = options;
  }

  /** Samples of the stream so far, at the output rate, including what the encoder still holds. */
  get position(): number {
    const { outputRate, position } = this.#options;
    return position + Math.round((this.#fed * outputRate) / this.#encoder.inputRate);
  }

  get checkpoint(): EncoderCheckpoint {
    return this.#encoder.checkpoint;
  }

  /** The utterance has all the audio it may have. */
  get full(): boolean {
    return this.#room <= 0;
  }

  /** The next samples are an utterance of this voice. */
  begin(voice: Voice, options: UtteranceOptions): void {
    const { skip, maxAudioMs, equaliserDb, whispers, volumeDb = 0 } = options;
    const { normalizeLoudness, outputRate } = this.#options;
    const loudnessDb = normalizeLoudness ? TARGET_LUFS - voice.loudnessLufs : 0;
    const gainDb = loudnessDb + this.#options.volumeDb + volumeDb;
    this.#limiter = new Limiter(this.#encoder.inputRate, 10 ** (gainDb / 20));
    this.#whisper = whispers ? new Whisper(voice.sampleRate) : undefined;
    this.#equaliser = equaliserDb?.length ? new Equaliser(equaliserDb, voice.sampleRate) : undefined;
    this.#resampler =
      voice.sampleRate === this.#encoder.inputRate
        ? undefined
        : new Resampler(voice.sampleRate, this.#encoder.inputRate);
    this.#voiceRate = voice.sampleRate;
    this.#skip = Math.round((skip * this.#encoder.inputRate) / outputRate);
    this.#room = Math.ceil((maxAudioMs * voice.sampleRate) / 1000);
    this.#fadeSamples = Math.ceil((FADE_MS * voice.sampleRate) / 1000);
  }

  /** Samples at the voice's rate. What exceeds the utterance's room is left out. */
  write(samples: Float32Array): Uint8Array {
    const cut = samples.length > this.#room;
    const allowed = cut ? faded(samples.subarray(0, this.#room), this.#fadeSamples) : samples;
    this.#room -= allowed.length;
    return this.#shape(this.#whisper ? this.#whisper.process(allowed) : allowed);
  }

  /** Completes the utterance and adds silence. */
  finish(pauseMs: number): Uint8Array {
    const whispered = this.#whisper ? this.#shape(this.#whisper.flush()) : new Uint8Array(0);
    const ringingMs = this.#equaliser ? Math.min(RINGING_MS, pauseMs) : 0;
    const ringing = this.#ringOut(ringingMs);
    const tail = this.#limit(this.#resampler?.flush() ?? new Float32Array(0));
    const delayed = this.#encode(this.#limiter?.flush() ?? new Float32Array(0));
    const silenceMs = pauseMs - ringingMs;
    const pause = this.#encode(new Float32Array(Math.round((silenceMs * this.#encoder.inputRate) / 1000)));
    return concatBytes([whispered, ringing, tail, delayed, pause]);
  }

  /** Completes the stream. */
  end(): Uint8Array {
    return this.#encoder.end();
  }

  close(): void {
    this.#encoder.close();
  }

  /** What the equaliser still gives after the last sample, as the beginning of the pause. */
  #ringOut(durationMs: number): Uint8Array {
    const length = Math.round((durationMs * this.#voiceRate) / 1000);
    if (!this.#equaliser || length === 0) return new Uint8Array(0);
    return this.#resample(faded(this.#equaliser.process(new Float32Array(length)), length));
  }

  #shape(samples: Float32Array): Uint8Array {
    return this.#resample(this.#equaliser ? this.#equaliser.process(samples) : samples);
  }

  #resample(samples: Float32Array): Uint8Array {
    return this.#limit(this.#resampler ? this.#resampler.process(samples) : samples);
  }

  #limit(samples: Float32Array): Uint8Array {
    return this.#encode(this.#limiter ? this.#limiter.process(samples) : samples);
  }

  #encode(samples: Float32Array): Uint8Array {
    const skipped = Math.min(this.#skip, samples.length);
    this.#skip -= skipped;
    const heard = skipped === 0 ? samples : samples.subarray(skipped);
    this.#fed += heard.length;
    return this.#encoder.encode(heard);
  }
}

/** A copy whose last samples fade out. */
function faded(samples: Float32Array, length: number): Float32Array {
  const copy = samples.slice();
  const count = Math.min(length, copy.length);
  for (let i = 0; i < count; i++) copy[copy.length - 1 - i] = ((copy[copy.length - 1 - i] ?? 0) * i) / count;
  return copy;
}
