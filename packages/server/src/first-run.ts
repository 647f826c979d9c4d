import type { Configuration } from './configuration.ts';
import type { KeyFile } from './keys/key-file.ts';

/**
 * Makes sure that somebody can call: on the first start a key is made, or the configured one taken.
 *
 * @returns the key if it was made just now: the only moment at which it can be shown
 */
export async function ensureKey(keys: KeyFile, { firstKey }: Configuration): Promise<string | undefined> {
  if (firstKey !== undefined) return (await keys.isKnown(firstKey)) ? undefined : keys.add(firstKey);
  return (await keys.isEmpty()) ? keys.add() : undefined;
}

export interface Greeting {
  url: string;
  newKey: string | undefined;
  voices: number;
}

/** What a person reads when the server is up. */
export function greet({ url, newKey, voices }: Greeting): string {
  const key = newKey ?? '$FISH_API_KEY';
  const about = newKey
    ? ['Your API key, shown only this once:', '', `  ${newKey}`]
    : [
        'Its API keys were made earlier. `npm run new-key` makes another; then: export FISH_API_KEY=<your key>',
      ];
  const speech = JSON.stringify({ text: 'Hello! This is Shoal, speaking from your own machine.' });
  return [
    `Shoal speaks at ${url} with ${voices} voices.`,
    '',
    ...about,
    '',
    'Hear it:',
    '',
    `  curl ${url}/v1/tts -H "Authorization: Bearer ${key}" -H "Content-Type: application/json" -d '${speech}' -o hello.mp3`,
    '',
    '',
  ].join('\n');
}
