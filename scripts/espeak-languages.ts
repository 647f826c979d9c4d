import type { EspeakVoice } from '../packages/speech/src/engines/espeak/native.ts';

/** eSpeak NG's language names that are no BCP 47 tags, or mean something else as such (`ca-va`: the Vatican). */
const exceptions: Readonly<Record<string, string>> = {
  'ca-ba': 'ca-ES-x-balear',
  'ca-nw': 'ca-ES-x-norwest',
  'ca-va': 'ca-valencia',
  'chr-US-Qaaa-x-west': 'chr-US-x-west',
  cmn: 'cmn',
  'cmn-latn-pinyin': 'cmn-Latn-pinyin',
  'en-us-nyc': 'en-US-x-nyc',
  hbs: 'hr',
  'hy-arevela': 'hy',
  'hy-arevmda': 'hyw',
  piqd: 'tlh',
  py: 'art-x-pyash',
  'ru-cl': 'ru-x-classic',
  xex: 'art-x-xextan',
  'zh-cmn': 'cmn',
  'zh-yue': 'yue',
};

/**
 * BCP 47 tags of a voice, the best first. A tag is left to the voices that eSpeak NG ranks best for it, so
 * that `fr` is not claimed by the Belgian voice.
 */
export function bcp47Tags(voice: EspeakVoice, all: readonly EspeakVoice[]): string[] {
  const [own, ...others] = voice.languages;
  if (!own) throw new Error(`${voice.identifier} has no language`);
  const best = others.filter(({ name, priority }) => priority === bestPriority(name, all));
  return [...new Set([own, ...best].map(({ name }) => exceptions[name] ?? new Intl.Locale(name).toString()))];
}

function bestPriority(name: string, all: readonly EspeakVoice[]): number {
  const priorities = all.flatMap(({ languages }) => languages.filter((language) => language.name === name));
  return Math.min(...priorities.map(({ priority }) => priority));
}

/** A part of a voice's id: its first language name, or its own name where another voice had that first. */
export function voiceName(voice: EspeakVoice, all: readonly EspeakVoice[]): string {
  const first = all.find(({ languages }) => languages[0]?.name === voice.languages[0]?.name);
  const name = first === voice ? voice.languages[0]?.name : voice.identifier.split('/').at(-1);
  return (name ?? '').toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
}
