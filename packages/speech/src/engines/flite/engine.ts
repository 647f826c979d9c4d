import { SpeechError } from '../../error.ts';
import type { CreateSynthesizer, SynthesizeOptions, Synthesizer } from '../../synthesizer.ts';
import type { Span } from '../../text/traced-text.ts';
import type { Utterance, WordTiming } from '../../utterance.ts';
import type { Voice } from '../../voice.ts';
import { cutIntoStretches, type Joint } from '../stretches.ts';
import { type FliteJob, FliteQueue } from './flite-queue.ts';
import type { FliteRequest } from './flite-worker.ts';
import { withLexicon } from './lexicon.ts';
import { manifest } from './manifest.ts';
import { speakableText, wordsOf } from './speakable.ts';
import { voiceChange } from './voice-change.ts';
import type { TimeSpan } from './word-times.ts';

/** About 7 s of speech and 100 ms of computing. */
const STRETCH_EFFORT = 100;

/** Silence between two stretches at rate 1, beside the 50 ms that each brings along. */
const pausesMs: Readonly<Record<Joint, number>> = { sentence: 280, clause: 120, word: 0, none: 0 };

export const createSynthesizer: CreateSynthesizer = async () => {
  const synthesizer = new FliteSynthesizer(await FliteQueue.open());
  await synthesizer.warm();
  return synthesizer;
};

/** Computes in a thread of its own, one stretch ahead of the listener. */
export class FliteSynthesizer implements Synthesizer {
  readonly #queue: FliteQueue;

  constructor(queue: FliteQueue) {
    this.#queue = queue;
  }

  async synthesize(utterance: Utterance, { sink, signal, ready }: SynthesizeOptions): Promise<void> {
    signal.throwIfAborted();
    const voice = manifest.voices.find(({ id }) => id === utterance.voice);
    if (!voice) throw new SpeechError('voice_not_found', 'Flite has no such voice');
    const stretches = requests(utterance, voice, { wordTimes: sink.words !== undefined });
    let job: FliteJob | undefined;
    let pauseLength = 0;
    let position = 0;
    try {
      for (const [index, { request, joint, words }] of stretches.entries()) {
        await ready();
        signal.throwIfAborted();
        job ??= this.#queue.submit(request, signal);
        job.needed = true;
        const { samples, wordTimes } = await job.speech;
        const next = stretches[index + 1];
        job = next && this.#queue.submit(next.request, signal);
        if (samples.length === 0) continue;
        const startMs = ((position + pauseLength) * 1000) / voice.sampleRate;
        if (wordTimes.length > 0) sink.words?.(timings(words, wordTimes, startMs));
        position += pauseLength + samples.length;
        sink.audio(withPause(samples, pauseLength));
        pauseLength = Math.round((pausesMs[joint] / utterance.rate / 1000) * voice.sampleRate);
      }
      signal.throwIfAborted();
    } finally {
      await job?.settled;
    }
  }

  async close(): Promise<void> {
    await this.#queue.close();
  }

  /** The first runs of a WebAssembly module are slow: the recorded voices and the diphones share little code. */
  async warm(): Promise<void> {
    for (const voice of ['slt', 'slt', 'kal16']) {
      await this.#queue.submit({ text: 'Good morning to you.', voice, rate: 1 }, new AbortController().signal)
        .speech;
    }
  }
}

interface Request {
  request: FliteRequest;
  joint: Joint;
  /** Of the request, where they are in the text of the utterance. */
  words: Span[];
}

function requests(
  { text, rate, timbre, pronunciations = [] }: Utterance,
  voice: Voice,
  { wordTimes }: { wordTimes: boolean },
): Request[] {
  const lexical = withLexicon(text, pronunciations);
  const speakable = speakableText(lexical.text);
  const change = timbre && voiceChange(timbre, voice);
  const stretches = cutIntoStretches(speakable.text, { maxEffort: STRETCH_EFFORT, everySentence: true });
  return stretches.map(({ start, end, joint }) => {
    const said = speakable.text.slice(start, end);
    const words = wordTimes ? wordsOf(said) : [];
    return {
      request: {
        text: said,
        voice: voice.engineVoice,
        rate,
        change,
        lexicon: lexical.lexicon,
        words: words.map((word) => said.slice(word.start, word.end)),
      },
      joint,
      words: words.map((word) => speakable.sourceOf({ start: start + word.start, end: start + word.end })),
    };
  });
}

/** @param startMs of the stretch, from the first sample of the utterance */
function timings(words: readonly Span[], times: readonly TimeSpan[], startMs: number): WordTiming[] {
  return words.map(({ start, end }, index) => {
    const time = times[index] ?? { startMs: 0, endMs: 0 };
    return {
      textStart: start,
      textEnd: end,
      startMs: startMs + time.startMs,
      endMs: startMs + time.endMs,
    };
  });
}

function withPause(samples: Float32Array, pauseLength: number): Float32Array {
  const both = new Float32Array(pauseLength + samples.length);
  both.set(samples, pauseLength);
  return both;
}
