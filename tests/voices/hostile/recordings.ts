import { encode } from '@msgpack/msgpack';
import {
  bombs,
  damagedRecordings,
  type HostileRecording,
  hostileRecordings,
} from '../../../packages/speech/src/audio/decode/testing/hostile-recordings.ts';
import { samplesFromWav } from '../../../packages/speech/src/audio/measure.ts';
import { encodeWithFfmpeg } from '../../../packages/speech/src/audio/testing/ffmpeg.ts';
import { mutateBytes } from '../../fuzz/mutations.ts';
import { Random } from '../../fuzz/random.ts';
import { field, file, formBody, formType, required } from './form-body.ts';
import type { HostileUpload } from './upload.ts';

const SEED = 20_261_120;
/** Of each format. */
const MUTATIONS = 8;
/** Each takes some more of what the file has. */
const MUTATIONS_OF_ONE = 12;

/** Recordings that are none, or are damaged, sent in all the ways there are. Needs ffmpeg. */
export function recordingUploads(speech: Uint8Array): HostileUpload[] {
  return unsoundRecordings(speech).map(upload);
}

/** Small files that take long to decode, sent in all the ways there are. Needs ffmpeg. */
export function bombUploads(): HostileUpload[] {
  return bombRecordings().map(upload);
}

/** Recordings that are none, or are damaged. Needs ffmpeg. */
export function unsoundRecordings(speech: Uint8Array): Candidate[] {
  const unsound = hostileRecordings().map((recording): Candidate => {
    // Codecs of telephones make babble of noise.
    const isBabble = /^noise .* AMR$/.test(recording.name);
    return { ...recording, outcome: isBabble ? 'either' : 'refused' };
  });
  const damaged = [...damagedRecordings(), ...mutatedSpeech(speech)];
  return [...unsound, ...damaged.map((recording): Candidate => ({ ...recording, outcome: 'either' }))];
}

/** Small files that take long to decode. Needs ffmpeg. */
export function bombRecordings(): Candidate[] {
  return bombs().map((recording) => ({ ...recording, outcome: 'refused' }));
}

function upload({ bytes, ...about }: Candidate, index: number): HostileUpload {
  const send = sendings[index % sendings.length] as (typeof sendings)[number];
  return { ...about, ...send(bytes) };
}

type Candidate = HostileRecording & Pick<HostileUpload, 'outcome'>;
type Request = Omit<HostileUpload, 'name' | 'outcome'>;

const json = { 'Content-Type': 'application/json' };
const messagePack = { 'Content-Type': 'application/msgpack' };
const voice = { type: 'tts', train_mode: 'fast', title: 'x', visibility: 'private' };
const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');
const jsonBody = (value: object) => new TextEncoder().encode(JSON.stringify(value));
const speech = (audio: Uint8Array | string) => ({ text: 'Hi.', references: [{ audio, text: '' }] });

/** Most of them tell a lie about what the file is. */
const sendings: readonly ((bytes: Uint8Array) => Request)[] = [
  (bytes) => form(bytes, 'speech.wav', 'audio/wav'),
  (bytes) => ({ path: '/v1/tts', headers: messagePack, body: encode(speech(bytes)) }),
  (bytes) => form(bytes, 'speech.mp3', 'image/png'),
  (bytes) => ({ path: '/model', headers: messagePack, body: encode({ ...voice, voices: [bytes] }) }),
  (bytes) => form(bytes, 'speech', 'text/plain; charset=utf-16'),
  (bytes) => ({ path: '/v1/tts', headers: json, body: jsonBody(speech(base64(bytes))) }),
  (bytes) => ({ path: '/model', headers: json, body: jsonBody({ ...voice, voices: base64(bytes) }) }),
];

function form(bytes: Uint8Array, fileName: string, mediaType: string): Request {
  const body = formBody(
    required,
    field('visibility', 'private'),
    file('voices', bytes, { fileName, mediaType }),
  );
  return { path: '/model', headers: { 'Content-Type': formType }, body };
}

const encodings: Readonly<Record<string, string[]>> = {
  'WebM Opus': ['-c:a', 'libopus', '-f', 'webm'],
  'WebM Vorbis': ['-c:a', 'libvorbis', '-f', 'webm'],
  MP3: ['-f', 'mp3'],
  FLAC: ['-f', 'flac'],
  'Ogg Opus': ['-c:a', 'libopus', '-f', 'ogg'],
  M4A: ['-c:a', 'aac', '-f', 'ipod'],
};

/** Somebody speaks in them, more or less. */
function mutatedSpeech(wav: Uint8Array): HostileRecording[] {
  const { samples, sampleRate } = samplesFromWav(wav);
  return Object.entries(encodings).flatMap(([name, options], stream) => {
    const sound = encodeWithFfmpeg(samples, sampleRate, options);
    return Array.from({ length: MUTATIONS }, (_, index) => {
      const random = new Random(SEED, stream * MUTATIONS + index);
      let bytes = sound;
      for (let times = 0; times <= index * MUTATIONS_OF_ONE; times++) bytes = mutateBytes(random, bytes);
      return { name: `speech in ${name}, changed at random (${index})`, bytes };
    });
  });
}
