/** People whose recordings Debian packages bring, in two halves each: for compare-voices.ts. */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import type { Recording } from '../packages/speech/src/recording.ts';
import type { TestSpeaker } from '../packages/speech/src/voices/testing/imitation.ts';

const SOUNDS = '/usr/share/asterisk/sounds';
const LIBRIVOX = '/usr/share/pocketsphinx/test/data/librivox';

/** How telephone exchanges keep their announcements. */
const formats = {
  g722: { bytesPerSecond: 8_000, sampleRate: 16_000, options: ['-f', 'g722'] },
  wav: { bytesPerSecond: 16_000, sampleRate: 8_000, options: [] },
  gsm: { bytesPerSecond: 1_650, sampleRate: 8_000, options: ['-f', 'gsm'] },
} as const;
type Format = keyof typeof formats;

/** Someone who speaks one language in the announcements of a telephone exchange. */
interface Announcer {
  name: string;
  language: string;
  debianPackage: string;
  folder: string;
  format: Format;
}

const announcers: readonly Announcer[] = [
  {
    name: 'Allison',
    language: 'en',
    debianPackage: 'asterisk-core-sounds-en-g722',
    folder: 'en_US_f_Allison',
    format: 'g722',
  },
  {
    name: 'Allison',
    language: 'es',
    debianPackage: 'asterisk-core-sounds-es-g722',
    folder: 'es_MX_f_Allison',
    format: 'g722',
  },
  {
    name: 'June',
    language: 'fr',
    debianPackage: 'asterisk-core-sounds-fr-g722',
    folder: 'fr_CA_f_June',
    format: 'g722',
  },
  {
    name: 'Carlo',
    language: 'it',
    debianPackage: 'asterisk-core-sounds-it-g722',
    folder: 'it_IT_m_Carlo',
    format: 'g722',
  },
  {
    name: 'IvrvoiceRU',
    language: 'ru',
    debianPackage: 'asterisk-core-sounds-ru-g722',
    folder: 'ru_RU_f_IvrvoiceRU',
    format: 'g722',
  },
  {
    name: 'Menardi',
    language: 'it',
    debianPackage: 'asterisk-prompt-it-menardi-wav',
    folder: 'it_IT_f_Menardi',
    format: 'wav',
  },
  {
    name: 'Armelle',
    language: 'fr',
    debianPackage: 'asterisk-prompt-fr-armelle',
    folder: 'fr',
    format: 'gsm',
  },
  { name: 'es-co', language: 'es', debianPackage: 'asterisk-prompt-es-co', folder: 'es', format: 'gsm' },
];

/** A sentence or two. */
const SECONDS = { shortest: 3, longest: 10 };
/** Of each half: more is not looked at. */
const MOST_SECONDS = 60;

export interface RecordedSpeaker extends TestSpeaker {
  /** BCP 47 tag of what is said in the recordings. */
  language: string;
}

/** All of them. Throws an error that names the package that is not installed. */
export function recordedSpeakers(): RecordedSpeaker[] {
  return [reader(), ...announcers.map(announcerInHalves)];
}

/** Someone who reads from a novel, sentence by sentence: twelve seconds in each half. */
function reader(): RecordedSpeaker {
  requirePackage('pocketsphinx-testdata', LIBRIVOX);
  const sentences = (...numbers: string[]) =>
    numbers.map((number) => decoded(`${LIBRIVOX}/sense_and_sensibility_01_austen_64kb-${number}.wav`, []));
  return {
    name: 'reader',
    language: 'en',
    enrolled: sentences('0870', '0890').map((samples) => ({ samples, sampleRate: 16_000 })),
    heldBack: sentences('0880', '0920', '0930').map((samples) => ({ samples, sampleRate: 16_000 })),
  };
}

/**
 * The announcements of 3 to 10 s in the order of their names, alternately for one half and the other until it has a
 * minute. Of those whose names begin with the same two words only the first: they say nearly the same.
 */
function announcerInHalves({ name, language, debianPackage, folder, format }: Announcer): RecordedSpeaker {
  const path = `${SOUNDS}/${folder}`;
  requirePackage(debianPackage, path);
  const { bytesPerSecond, sampleRate, options } = formats[format];
  const halves: { seconds: number; recordings: Recording[] }[] = [
    { seconds: 0, recordings: [] },
    { seconds: 0, recordings: [] },
  ];
  const sentences = readdirSync(path)
    .filter((file) => file.endsWith(`.${format}`))
    .sort()
    .map((file) => ({ file, seconds: statSync(`${path}/${file}`).size / bytesPerSecond }))
    .filter(({ seconds }) => seconds > SECONDS.shortest && seconds < SECONDS.longest);
  withoutVariants(sentences).forEach(({ file, seconds }, index) => {
    const half = halves[index % 2] as (typeof halves)[number];
    if (half.seconds >= MOST_SECONDS) return;
    half.seconds += seconds;
    half.recordings.push({ samples: decoded(`${path}/${file}`, options), sampleRate });
  });
  const [enrolled = [], heldBack = []] = halves.map(({ recordings }) => recordings);
  return { name: `${name} (${language})`, language, enrolled, heldBack };
}

function withoutVariants<T extends { file: string }>(sentences: readonly T[]): T[] {
  const beginnings = new Set<string>();
  return sentences.filter(({ file }) => {
    const beginning = file
      .replace(/\.\w+$/, '')
      .split('-', 2)
      .join('-');
    const isNew = !beginnings.has(beginning);
    beginnings.add(beginning);
    return isNew;
  });
}

function requirePackage(name: string, path: string): void {
  if (!existsSync(path)) throw new Error(`${path} is missing: install Debian's package ${name}`);
}

/** The samples of a file, at its own rate. */
function decoded(file: string, options: readonly string[]): Float32Array {
  const pcm = execFileSync(
    'ffmpeg',
    ['-v', 'error', '-nostdin', ...options, '-i', 'pipe:0', '-f', 's16le', '-ac', '1', 'pipe:1'],
    { input: readFileSync(file), maxBuffer: 1 << 26 },
  );
  return Float32Array.from({ length: pcm.length >> 1 }, (_, n) => pcm.readInt16LE(2 * n) / 32_768);
}
