// What is used of Web Audio and of media elements: the types of pages are not there in programs for Node.

export interface AudioContextLike extends EventTarget {
  /** Seconds. */
  readonly currentTime: number;
  readonly sampleRate: number;
  readonly state: string;
  readonly destination: AudioNodeLike;
  /** Seconds. */
  readonly outputLatency?: number;
  resume(): Promise<void>;
  close(): Promise<void>;
  createBuffer(channels: number, frames: number, sampleRate: number): AudioBufferLike;
  createBufferSource(): BufferSourceLike;
  createGain(): AudioNodeLike;
  createMediaElementSource(element: MediaElementLike): AudioNodeLike;
  decodeAudioData(file: ArrayBuffer): Promise<AudioBufferLike>;
}

export interface AudioNodeLike {
  readonly context: AudioContextLike;
  connect(destination: AudioNodeLike): unknown;
  disconnect(): void;
}

export interface BufferSourceLike extends AudioNodeLike, EventTarget {
  buffer: AudioBufferLike | null;
  start(whenSeconds: number): void;
}

export interface AudioBufferLike {
  /** Seconds. */
  readonly duration: number;
  getChannelData(channel: number): Float32Array;
}

export interface MediaElementLike extends EventTarget {
  /** Seconds. */
  readonly currentTime: number;
  readonly ended: boolean;
  readonly error: { message: string } | null;
  disableRemotePlayback: boolean;
  play(): Promise<void>;
  pause(): void;
  removeAttribute(name: 'src'): void;
  load(): void;
}

export interface MediaSourceLike extends EventTarget {
  addSourceBuffer(type: string): SourceBufferLike;
  endOfStream(): void;
}

export interface SourceBufferLike extends EventTarget {
  readonly buffered: { readonly length: number; end(index: number): number };
  appendBuffer(bytes: Uint8Array): void;
  /** Both in seconds. */
  remove(start: number, end: number): void;
}

interface MediaSourceConstructor {
  new (): MediaSourceLike;
  isTypeSupported(type: string): boolean;
}

/** What is there of it: old browsers lack some, and workers most. */
export interface AudioPage {
  AudioContext?: new (options?: { sampleRate?: number }) => AudioContextLike;
  Audio?: new (address: string) => MediaElementLike;
  MediaSource?: MediaSourceConstructor;
  /** Instead of it on iPhones. */
  ManagedMediaSource?: MediaSourceConstructor;
}

export const audioPage = globalThis as AudioPage;
