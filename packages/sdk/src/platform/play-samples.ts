import { FishAudioError } from '../errors.ts';
import { joined, unlessAborted } from '../pieces.ts';
import type { WavFormat } from '../wav-header.ts';
import { type AudioBufferLike, type AudioContextLike, type AudioNodeLike, audioPage } from './page-audio.ts';

/** Where to play, and when to stop. */
export interface Sound {
  /** Aborted, the sound stops, and the reason is thrown. */
  over: AbortController;
  output: AudioNodeLike | undefined;
}

type SampleFormat = Pick<WavFormat, 'encoding' | 'channels' | 'sampleRate' | 'bitsPerSample'>;

/** Time between planning a sound and hearing it, so that it is not too late for its beginning. */
const leadSeconds = 0.02;
/** Sound that is planned before no more is asked for. */
const mostAheadSeconds = 4;

/** Plays samples as they come, each piece from exactly where the one before it ends. */
export async function playSamples(
  pieces: AsyncIterable<Uint8Array>,
  format: SampleFormat,
  { over, output }: Sound,
): Promise<void> {
  const graph = openGraph(output, format.sampleRate);
  const line = new Timeline(graph.input, over);
  try {
    let rest: Uint8Array = new Uint8Array();
    const bytesPerFrame = (format.channels * format.bitsPerSample) / 8;
    for await (const piece of pieces) {
      const bytes = joined([rest, piece]);
      const whole = bytes.length - (bytes.length % bytesPerFrame);
      rest = bytes.subarray(whole);
      if (whole > 0) line.add(bufferOf(bytes.subarray(0, whole), format, graph.context));
      while (line.secondsAhead > mostAheadSeconds) await line.someEnd();
    }
    await line.end();
    await graph.drain(over.signal);
  } finally {
    line.stop();
    await graph.close();
  }
}

/** Plays what the browser can only decode when all of it is there. */
export async function playFile(pieces: AsyncIterable<Uint8Array>, { over, output }: Sound): Promise<void> {
  const parts: Uint8Array[] = [];
  for await (const piece of pieces) parts.push(piece);
  if (parts.length === 0) return;
  const graph = openGraph(output);
  const line = new Timeline(graph.input, over);
  try {
    line.add(await decode(joined(parts).buffer, graph.context));
    await line.end();
    await graph.drain(over.signal);
  } finally {
    line.stop();
    await graph.close();
  }
}

async function decode(file: ArrayBuffer, context: AudioContextLike): Promise<AudioBufferLike> {
  try {
    return await context.decodeAudioData(file);
  } catch (cause) {
    throw new FishAudioError('This browser cannot play this audio; raw pcm needs a sampleRate', { cause });
  }
}

/** A context of its own unless there is an output to play into: it has the rate of the audio, so that pieces join. */
function openGraph(output: AudioNodeLike | undefined, sampleRate?: number) {
  const own =
    output || !audioPage.AudioContext
      ? undefined
      : new audioPage.AudioContext(sampleRate === undefined ? {} : { sampleRate });
  const input = output ?? own?.destination;
  if (!input) throw new FishAudioError('There is nothing here to play audio with');
  return {
    input,
    context: input.context,
    /** What is computed is not heard yet. */
    drain: async (signal: AbortSignal) => {
      if (!own) return;
      const latencyMs = ((own.outputLatency ?? 0) + leadSeconds) * 1_000;
      await unlessAborted(new Promise<void>((resolve) => setTimeout(resolve, latencyMs)), signal);
    },
    close: async () => own?.close().catch(() => {}),
  };
}

/** Sounds one after the other. */
class Timeline {
  readonly #context: AudioContextLike;
  readonly #gate: AudioNodeLike;
  readonly #over: AbortController;
  #sounding = 0;
  /** When the sounds began that have followed each other without a gap, and how long they take together. */
  #start = 0;
  #duration = 0;
  #wake: () => void = () => {};

  constructor(input: AudioNodeLike, over: AbortController) {
    this.#context = input.context;
    this.#over = over;
    this.#gate = this.#context.createGain();
    this.#gate.connect(input);
    this.#context.addEventListener('statechange', this.#onStateChange);
    this.#onStateChange();
    // Where the page may not sound yet it goes on when it may.
    if (this.#context.state === 'suspended') this.#context.resume().catch(() => {});
  }

  get secondsAhead(): number {
    return this.#start + this.#duration - this.#context.currentTime;
  }

  add(buffer: AudioBufferLike): void {
    if (this.secondsAhead < 0 || this.#duration === 0) {
      const { sampleRate, currentTime } = this.#context;
      this.#start = Math.ceil((currentTime + leadSeconds) * sampleRate) / sampleRate;
      this.#duration = 0;
    }
    const source = this.#context.createBufferSource();
    source.buffer = buffer;
    source.connect(this.#gate);
    source.addEventListener('ended', this.#onEnded, { once: true });
    source.start(this.#start + this.#duration);
    this.#sounding += 1;
    this.#duration += buffer.duration;
  }

  /** Resolves when the next sound has ended. */
  someEnd(): Promise<void> {
    const change = new Promise<void>((resolve) => {
      this.#wake = resolve;
    });
    return unlessAborted(change, this.#over.signal);
  }

  /** Resolves when all sounds have ended. */
  async end(): Promise<void> {
    while (this.#sounding > 0) await this.someEnd();
  }

  /** Silence, now. */
  stop(): void {
    this.#context.removeEventListener('statechange', this.#onStateChange);
    this.#gate.disconnect();
  }

  readonly #onEnded = () => {
    this.#sounding -= 1;
    this.#wake();
  };

  readonly #onStateChange = () => {
    if (this.#context.state === 'closed')
      this.#over.abort(new FishAudioError('The audio context was closed'));
  };
}

function bufferOf(bytes: Uint8Array, format: SampleFormat, context: AudioContextLike): AudioBufferLike {
  const { encoding, channels, sampleRate, bitsPerSample } = format;
  const bytesPerSample = bitsPerSample / 8;
  const frames = bytes.length / bytesPerSample / channels;
  const buffer = context.createBuffer(channels, frames, sampleRate);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let channel = 0; channel < channels; channel++) {
    const samples = buffer.getChannelData(channel);
    for (let frame = 0; frame < frames; frame++) {
      const position = (frame * channels + channel) * bytesPerSample;
      samples[frame] =
        encoding === 3 ? view.getFloat32(position, true) : view.getInt16(position, true) / 32_768;
    }
  }
  return buffer;
}
