import type { Voice } from '@shoal/sdk';
import { argumentsCode, authorization, objectCode, quoted, type Snippets, shellQuoted } from './snippets.ts';

/** A file that a voice was made from. */
interface VoiceFile {
  name: string;
  /** What is said in it; empty where nobody told. */
  text: string;
}

/** How a voice was made. */
export function voiceSnippets(voice: Voice, recordings: readonly VoiceFile[], origin: string): Snippets {
  const files = recordings.map(({ name }) => fileName(name));
  const texts = recordings.map(({ text }) => text);
  const about = aboutCode(voice, texts);
  return {
    curl: createCurl(voice, files, texts, origin),
    typescript: [
      `import { readFile } from 'node:fs/promises';`,
      `import { FishAudio } from '@shoal/sdk';`,
      '',
      `const client = new FishAudio({ baseUrl: ${quoted(origin)} });`,
      `const voice = await client.voices.create(${objectCode({
        ...about,
        voices: `[${files.map((file) => `await readFile(${quoted(file)})`).join(', ')}]`,
      })});`,
      'console.log(voice.id);',
    ].join('\n'),
    python: [
      'from pathlib import Path',
      'from fishaudio import FishAudio',
      '',
      `client = FishAudio(base_url=${quoted(origin)})`,
      `voice = client.voices.create${argumentsCode({
        ...about,
        voices: `[${files.map((file) => `Path(${quoted(file)}).read_bytes()`).join(', ')}]`,
      })}`,
      'print(voice.id)',
    ].join('\n'),
  };
}

/** What its owner says of a voice, as members of TypeScript and arguments of Python. */
export function aboutCode({ title, description, tags, visibility }: Voice, texts: readonly string[]) {
  return {
    title: quoted(title),
    description: description === '' ? undefined : quoted(description),
    tags: tags.length === 0 ? undefined : `[${tags.map(quoted).join(', ')}]`,
    visibility: quoted(visibility),
    texts: isTold(texts) ? `[${texts.map(quoted).join(', ')}]` : undefined,
  };
}

function createCurl(
  { title, description, tags, visibility }: Voice,
  files: readonly string[],
  texts: readonly string[],
  origin: string,
): string {
  return [
    `curl ${origin}/model ${authorization}`,
    `  -F type=tts -F train_mode=fast -F visibility=${visibility}`,
    `  --form-string ${shellQuoted(`title=${title}`)}`,
    ...(description === '' ? [] : [`  --form-string ${shellQuoted(`description=${description}`)}`]),
    ...tags.map((tag) => `  --form-string ${shellQuoted(`tags=${tag}`)}`),
    ...(isTold(texts) ? texts.map((text) => `  --form-string ${shellQuoted(`texts=${text}`)}`) : []),
    ...files.map((file) => `  -F ${shellQuoted(`voices=@${file}`)}`),
  ].join(' \\\n');
}

/** There is a text for each recording, or for none. */
const isTold = (texts: readonly string[]) => texts.some((text) => text !== '');

/** What was recorded here has no file yet: its name becomes one. */
function fileName(name: string): string {
  return /\.\w+$/.test(name) ? name : `${name.toLowerCase().replaceAll(' ', '-')}.wav`;
}
