/**
 * How well speech is recognized: `npx tsx --conditions=source scripts/measure-recognition.ts` prints the table of
 * docs/recognition.md. The human speakers are those of Debian's package pocketsphinx-testdata.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { pcm16, wavFile } from '../packages/speech/src/audio/decode/testing/wav-file.ts';
import { engines, recognitionEngines } from '../packages/speech/src/engines/registry.gen.ts';
import { listen } from '../packages/speech/src/engines/testing/listener.ts';
import { recognizeHere } from '../packages/speech/src/recognition/testing/recognize-here.ts';
import { recognitionSentences } from '../packages/speech/src/recognition/testing/sentences.ts';
import { countWordErrors, wordsOf } from '../packages/speech/src/recognition/testing/word-errors.ts';
import type { Recognizer } from '../packages/speech/src/recognizer.ts';

const HUMANS = '/usr/share/pocketsphinx/test/data';
const RATE = 16_000;

interface Clip {
  said: string;
  /** A file. */
  recording: Uint8Array;
}

async function spokenBy(voice: string): Promise<Clip[]> {
  const engine = engines.find(({ manifest }) => voice.startsWith(manifest.id));
  const synthesizer = await (await engine?.load())?.createSynthesizer();
  if (!synthesizer) throw new Error(`no engine for ${voice}`);
  const clips: Clip[] = [];
  for (const said of recognitionSentences) {
    const { samples } = await listen(synthesizer, { text: said, voice });
    clips.push({ said, recording: wavFile(pcm16(samples), { sampleRate: RATE }) });
  }
  await synthesizer.close();
  return clips;
}

/** Recordings of a folder, and what is said in them by its file of transcriptions. */
function recordedIn(folder: string, transcriptions: string): Clip[] {
  const texts = readFileSync(`${HUMANS}/${folder}/${transcriptions}`, 'utf8');
  return readdirSync(`${HUMANS}/${folder}`)
    .filter((name) => name.endsWith('.wav'))
    .map((name) => {
      const id = name.replace('.wav', '');
      const line = texts.split('\n').find((one) => one.includes(`(${id})`)) ?? '';
      const said = line.replace(/<\/?s>|\(.*\)/g, '').trim();
      return { said, recording: readFileSync(`${HUMANS}/${folder}/${name}`) };
    });
}

async function report(speaker: string, clips: readonly Clip[], recognizer: Recognizer): Promise<void> {
  let [words, errors, cpuSeconds, seconds] = [0, 0, 0, 0];
  for (const { said, recording } of clips) {
    const before = process.cpuUsage();
    const heard = (await recognizeHere(recording, recognizer)).map(({ text }) => text).join(' ');
    const { user, system } = process.cpuUsage(before);
    cpuSeconds += (user + system) / 1e6;
    seconds += recording.length / 2 / RATE;
    words += wordsOf(said).length;
    // The dictionary has the abbreviation only.
    errors += countWordErrors(said, heard.replace(/\bmr\b/g, 'mister'));
    if (process.argv.includes('--words')) console.error(`${said}\n    ${heard}`);
  }
  const share = `${((100 * errors) / words).toFixed(1)} %`;
  console.log(
    `| ${speaker} | ${clips.length} | ${words} | ${errors} | ${share} | ${(cpuSeconds / seconds).toFixed(2)} |`,
  );
}

const [engine] = recognitionEngines;
const recognizer = await (await engine?.load())?.createRecognizer();
if (!recognizer) throw new Error('there is no recognizer');
console.log('| speaker | clips | words | errors | word errors | CPU ÷ audio |');
console.log('| --- | --: | --: | --: | --: | --: |');
for (const voice of ['flite-slt', 'flite-rms', 'flite-awb'])
  await report(voice, await spokenBy(voice), recognizer);
await report('reader (human)', recordedIn('librivox', 'transcription'), recognizer);
await report('card player (human)', recordedIn('cards', 'cards.transcription'), recognizer);
await recognizer.close();
