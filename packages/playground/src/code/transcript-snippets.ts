import { argumentsCode, authorization, objectCode, quoted, type Snippets, shellQuoted } from './snippets.ts';

/** How a recording was written down. @param language BCP 47; empty where it was not told */
export function transcriptSnippets(fileName: string, language: string, origin: string): Snippets {
  const told = language === '' ? undefined : quoted(language);
  return {
    curl: [
      `curl ${origin}/v1/asr ${authorization}`,
      `  -F ${shellQuoted(`audio=@${fileName}`)} -F ignore_timestamps=false${told ? ` -F language=${language}` : ''}`,
    ].join(' \\\n'),
    typescript: [
      `import { readFile } from 'node:fs/promises';`,
      `import { FishAudio } from '@shoal/sdk';`,
      '',
      `const client = new FishAudio({ baseUrl: ${quoted(origin)} });`,
      `const { text, segments } = await client.asr.transcribe(${objectCode({
        audio: `await readFile(${quoted(fileName)})`,
        language: told,
      })});`,
      'console.log(text);',
    ].join('\n'),
    python: [
      'from pathlib import Path',
      'from fishaudio import FishAudio',
      '',
      `client = FishAudio(base_url=${quoted(origin)})`,
      `result = client.asr.transcribe${argumentsCode({
        audio: `Path(${quoted(fileName)}).read_bytes()`,
        language: told,
        include_timestamps: 'True',
      })}`,
      'print(result.text)',
    ].join('\n'),
  };
}
