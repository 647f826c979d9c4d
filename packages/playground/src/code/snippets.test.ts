import { execFileSync } from 'node:child_process';
import type { Voice } from '@shoal/sdk';
import { describe, expect, it } from 'vitest';
import { defaultSettings, type Speech } from '../speak/speech-settings.ts';
import { keptDesignSnippets } from './design-snippets.ts';
import { speechSnippets } from './speech-snippets.ts';
import { transcriptSnippets } from './transcript-snippets.ts';
import { voiceSnippets } from './voice-snippets.ts';

const origin = 'http://127.0.0.1:8080';
const speech: Speech = {
  ...defaultSettings,
  text: `It's "quoted" $HOME \`x\` \\`,
  voiceId: 'flite-slt',
  speed: 1.2,
};

/** The arguments that a shell makes of a curl line. */
function shellArguments(line: string): string[] {
  const script = `curl() { printf '%s\\0' "$@"; }; ${line}`;
  const env = { FISH_API_KEY: 'the-key' };
  return execFileSync('sh', ['-c', script], { env }).toString().split('\0').slice(0, -1);
}

describe('Code for speech', () => {
  it('in curl says exactly what the page said', () => {
    const { curl } = speechSnippets(speech, 'http', origin);
    const args = shellArguments(curl);
    expect(args[0]).toBe(`${origin}/v1/tts`);
    expect(args).toContain('Authorization: Bearer the-key');
    expect(args).toContain('model: s2.1-pro');
    expect(JSON.parse(args[args.indexOf('-d') + 1] ?? '')).toEqual({
      text: speech.text,
      reference_id: 'flite-slt',
      format: 'wav',
      prosody: { speed: 1.2 },
    });
  });

  it('in TypeScript has what differs from the defaults', () => {
    const { typescript } = speechSnippets(speech, 'http', origin);
    expect(typescript).toContain(`text: ${JSON.stringify(speech.text)},`);
    expect(typescript).toContain('speed: 1.2,');
    expect(typescript).not.toContain('temperature');
  });

  it('in Python keeps to what its client knows', () => {
    for (const mode of ['http', 'live'] as const) {
      const { python } = speechSnippets({ ...speech, latency: 'low', volume: 3 }, mode, origin);
      expect(python).toContain('latency="balanced"');
      expect(python).toContain('Prosody(speed=1.2, volume=3)');
    }
  });
});

it('Code for a transcript names the file as the shell needs it', () => {
  const { curl } = transcriptSnippets("Anna's talk.mp3", 'en', origin);
  const args = shellArguments(curl);
  expect(args).toContain("audio=@Anna's talk.mp3");
  expect(args).toContain('language=en');
});

describe('Code for a voice', () => {
  const voice = {
    title: "Anna's",
    description: '',
    tags: ['calm'],
    visibility: 'private',
  } as unknown as Voice;

  it('tells what is said in the recordings, if it was told of any', () => {
    const textsOf = (...texts: string[]) => {
      const recordings = texts.map((text, i) => ({ name: `${i}.wav`, text }));
      return shellArguments(voiceSnippets(voice, recordings, origin).curl).filter((arg) =>
        /^texts=/.test(arg),
      );
    };
    expect(textsOf("It's late.", '')).toEqual(["texts=It's late.", 'texts=']);
    expect(textsOf('', '')).toEqual([]);
  });

  it('that was described keeps the one that was chosen', () => {
    const params = { instruction: 'an "old" man', referenceText: undefined, n: 2, seed: 7 };
    const { typescript } = keptDesignSnippets(params, { voice, index: 1, text: 'Hello.' }, origin);
    expect(typescript).toContain('instruction: "an \\"old\\" man",');
    expect(typescript).toContain('seed: 7,');
    expect(typescript).not.toContain('referenceText');
    expect(typescript).toContain('texts: ["Hello."],');
    expect(typescript).toContain('voices: [candidates[1].audio],');
  });
});
