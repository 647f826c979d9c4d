import type { DesignVoiceParams, Voice } from '@shoal/sdk';
import { english } from '../english.ts';
import { authorization, objectCode, quoted, type Snippets, shellQuoted } from './snippets.ts';
import { aboutCode, voiceSnippets } from './voice-snippets.ts';

/** What the candidate is called in the code. */
const fileName = 'voice.wav';

/** How voices were made up from a description. */
export function designSnippets(params: DesignVoiceParams, origin: string): Snippets {
  return {
    curl: designCurl(params, 0, origin),
    typescript: [
      `import { FishAudio, save } from '@shoal/sdk';`,
      '',
      ...designTypescript(params, origin),
      `for (const [index, { audio }] of candidates.entries()) await save(audio, \`voice-\${index}.wav\`);`,
    ].join('\n'),
    python: english.code.designInPython,
  };
}

/**
 * How a voice was made up and kept.
 *
 * @param index which of the candidates it was, from 0
 * @param text what that says
 */
export function keptDesignSnippets(
  params: DesignVoiceParams,
  { voice, index, text }: { voice: Voice; index: number; text: string },
  origin: string,
): Snippets {
  const kept = voiceSnippets(voice, [{ name: fileName, text }], origin);
  return {
    curl: `${designCurl(params, index, origin)}\n${kept.curl}`,
    typescript: [
      `import { FishAudio } from '@shoal/sdk';`,
      '',
      ...designTypescript(params, origin),
      `const voice = await client.voices.create(${objectCode({
        ...aboutCode(voice, [text]),
        voices: `[candidates[${index}].audio]`,
      })});`,
      'console.log(voice.id);',
    ].join('\n'),
    python: `# ${english.code.designInPython}\n${kept.python}`,
  };
}

function designCurl(
  { instruction, referenceText, language, n, seed }: DesignVoiceParams,
  index: number,
  origin: string,
) {
  const body = JSON.stringify({ instruction, reference_text: referenceText, language, n, seed });
  return [
    `curl ${origin}/v1/voice-design ${authorization} \\`,
    '  -H "Content-Type: application/json" -H "model: voice-design-1" \\',
    `  -d ${shellQuoted(body)} |`,
    `  jq -r '.candidates[${index}].audio_base64' | base64 --decode > ${fileName}`,
  ].join('\n');
}

function designTypescript(
  { instruction, referenceText, language, n, seed }: DesignVoiceParams,
  origin: string,
) {
  const params = {
    instruction: quoted(instruction),
    referenceText: referenceText && quoted(referenceText),
    language: language && quoted(language),
    n: n?.toString(),
    seed: seed?.toString(),
  };
  return [
    `const client = new FishAudio({ baseUrl: ${quoted(origin)} });`,
    `const candidates = await client.voices.design(${objectCode(params)});`,
  ];
}
