// A page that speaks with the installed package. The tests call what it puts on `window.page`.
import { FishAudio, play, save, stream } from '@shoal/sdk';

const loud = 0.01;
const sleep = (durationMs) => new Promise((resolve) => setTimeout(resolve, durationMs));

/** Notes all samples, on the thread of the sound: it misses none, however busy the page is. */
const recorderModule = `
  registerProcessor('recorder', class extends AudioWorkletProcessor {
    process([[samples]]) {
      if (samples) this.port.postMessage(samples.slice());
      return true;
    }
  });
`;

/** Puts an analyser between the sound and the loudspeakers. */
class Ear {
  #samples = new Float32Array(2048);

  constructor(sampleRate) {
    this.context = new AudioContext(sampleRate ? { sampleRate } : {});
    this.analyser = this.context.createAnalyser();
    this.analyser.connect(this.context.destination);
  }

  get isLoud() {
    this.analyser.getFloatTimeDomainData(this.#samples);
    return this.#samples.some((sample) => Math.abs(sample) > loud);
  }

  async hearsSound() {
    while (!this.isLoud) await sleep(5);
  }
}

let client;
let speaking = new AbortController();
let ear;
let conversation;

window.page = {
  connect(key, baseUrl = location.origin) {
    client = new FishAudio({ apiKey: key, baseUrl });
  },

  /** Plays a text, and tells what was heard. */
  async speak(text, format, config) {
    ear = new Ear(config?.sampleRate);
    const heard = ear.hearsSound().then(() => true);
    const audio = await client.tts.stream({ text, format, config });
    const raw = format === 'pcm' ? config : {};
    const startedAtMs = performance.now();
    const bytes = await stream(audio, { ...raw, output: ear.analyser });
    const tookMs = performance.now() - startedAtMs;
    return { heard: await Promise.race([heard, sleep(0)]), bytes: bytes.length, tookMs };
  },

  /** Says more only when the beginning was heard. */
  async speakLive(format, config) {
    ear = new Ear(config?.sampleRate);
    const events = [];
    async function* text() {
      yield 'This is the first sentence, and it has some length. ';
      yield { event: 'flush' };
      await ear.hearsSound();
      events.push('heard');
      yield 'This is the end.';
      events.push('text ended');
    }
    const raw = format === 'pcm' ? config : {};
    await play(client.tts.streamWebsocket(text(), { format, config }), { ...raw, output: ear.analyser });
    events.push('played');
    return events;
  },

  /** Resolves when the sound of a speech begins that goes on for hours. */
  async beginEndlessSpeech(text, format) {
    ear = new Ear();
    speaking = new AbortController();
    const { signal } = speaking;
    const audio = await client.tts.stream({ text, format });
    const end = play(audio, { signal, output: ear.analyser });
    window.page.ending = end.then(
      () => 'ended',
      (error) => error.name,
    );
    await ear.hearsSound();
  },

  async stop() {
    speaking.abort();
    const name = await window.page.ending;
    // What the analyser has heard last.
    await sleep(200);
    return { name, isLoud: ear.isLoud };
  },

  async beginConversation(text) {
    ear = new Ear(24_000);
    const config = { sampleRate: 24_000 };
    conversation = client.tts.conversation({ format: 'pcm', config });
    window.page.ending = play(conversation.say(text), { ...config, output: ear.analyser });
    await ear.hearsSound();
  },

  /** Interrupts, and says something else; resolves to how long that took. */
  async sayInstead(text) {
    conversation.cancel();
    const startedAtMs = performance.now();
    let bytes = 0;
    for await (const chunk of conversation.say(text)) bytes += chunk.length;
    conversation.close();
    return { bytes, tookMs: performance.now() - startedAtMs };
  },

  /** Plays a tone in pieces of odd sizes; resolves to the largest step between two samples that came out. */
  async playTone(hz, pieceBytes, contextRate) {
    const sampleRate = 24_000;
    const context = new AudioContext({ sampleRate: contextRate });
    await context.audioWorklet.addModule(
      URL.createObjectURL(new Blob([recorderModule], { type: 'text/javascript' })),
    );
    const recorder = new AudioWorkletNode(context, 'recorder', {
      channelCount: 1,
      channelCountMode: 'explicit',
    });
    const recorded = [];
    recorder.port.onmessage = ({ data }) => recorded.push(...data);
    recorder.connect(context.destination);
    const samples = Int16Array.from(
      { length: sampleRate },
      (_, n) => 16_000 * Math.sin((2 * Math.PI * hz * n) / sampleRate),
    );
    async function* pieces() {
      const bytes = new Uint8Array(samples.buffer);
      for (let start = 0; start < bytes.length; start += pieceBytes)
        yield bytes.subarray(start, start + pieceBytes);
    }
    await play(pieces(), { sampleRate, output: recorder });
    await sleep(300);
    await context.close();
    const first = recorded.findIndex((sample) => sample !== 0);
    const sound = recorded.slice(first, first + (samples.length * contextRate) / sampleRate - 2);
    let largest = 0;
    for (let n = 1; n < sound.length; n++) largest = Math.max(largest, Math.abs(sound[n] - sound[n - 1]));
    return { largest, silent: sound.slice(1).filter((sample, n) => sample === 0 && sound[n] === 0).length };
  },

  /** Plays silence without an output of its own; resolves to how long it took. */
  async playSilence(durationMs) {
    const startedAtMs = performance.now();
    await play(new Uint8Array(durationMs * 48), { sampleRate: 24_000 });
    return performance.now() - startedAtMs;
  },

  async playGarbage() {
    return play(new Uint8Array(5_000).fill(1)).then(
      () => 'played',
      (error) => `${error.name}: ${error.message}`,
    );
  },

  async download(text) {
    await save(await client.tts.stream({ text, format: 'wav' }), 'hello.wav');
  },
};
