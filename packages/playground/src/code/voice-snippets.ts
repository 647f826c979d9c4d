import type { Voice } from '@shoal/sdk';
import { argumentsCode, authorization, objectCode, quoted, type Snippets, shellQuoted } from './snippets.ts';

/** How a voice was made. @param names of the files */
export function voiceSnippets(voice: Voice, names: readonly string[], origin: string): Snippets {
  const { title, visibility, description, tags } = voice;
  const files = names.map(fileName);
  const filled = {
    title: quoted(title),
    description: description === '' ? undefined : quoted(description),
    tags: tags.length === 0 ? undefined : `[${tags.map(quoted).join(', ')}]`,
    visibility: quoted(visibility),
  };
  return {
    curl: [
      `curl ${origin}/model ${authorization}`,
      `  -F type=tts -F train_mode=fast -F visibility=${visibility}`,
      `  --form-string ${shellQuoted(`title=${title}`)}`,
      ...(description === '' ? [] : [`  --form-string ${shellQuoted(`description=${description}`)}`]),
      ...tags.map((tag) => `  --form-string ${shellQuoted(`tags=${tag}`)}`),
      ...files.map((file) => `  -F ${shellQuoted(`voices=@${file}`)}`),
    ].join(' \\\n'),
    typescript: [
      `import { readFile } from 'node:fs/promises';`,
      `import { FishAudio } from '@shoal/sdk';`,
      '',
      `const client = new FishAudio({ baseUrl: ${quoted(origin)} });`,
      `const voice = await client.voices.create(${objectCode({
        ...filled,
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
        ...filled,
        voices: `[${files.map((file) => `Path(${quoted(file)}).read_bytes()`).join(', ')}]`,
      })}`,
      'print(voice.id)',
    ].join('\n'),
  };
}

/** What was recorded here has no file yet: its name becomes one. */
function fileName(name: string): string {
  return /\.\w+$/.test(name) ? name : `${name.toLowerCase().replaceAll(' ', '-')}.wav`;
}
