import { ordinaryScopes, type Scope, scopes } from '@shoal/wire';
import type { Account } from './accounts/account.ts';
import type { AccountStore } from './accounts/account-store.ts';
import type { Configuration } from './configuration.ts';
import type { KeyStore } from './keys/key-store.ts';

/** What `npm run new-key` makes: good for everything that clients do. */
export const everydayScopes: readonly Scope[] = ordinaryScopes;

/**
 * Makes sure that somebody can call: the first start makes the owner's account and its key, or takes the
 * configured one.
 *
 * @returns the owner, and the key if it was made just now: the only moment at which it can be shown
 */
export async function ensureOwner(
  accounts: AccountStore,
  keys: KeyStore,
  { firstKey }: Configuration,
): Promise<{ owner: Account; newKey: string | undefined }> {
  const owner = await accounts.ensureOwner();
  if (firstKey !== undefined) {
    const isNew = await keys.ensure(owner.id, firstKey, scopes);
    return { owner, newKey: isNew ? firstKey : undefined };
  }
  const newKey = await keys.createFirst(owner.id, { name: 'First key', scopes });
  return { owner, newKey };
}

export interface Greeting {
  url: string;
  newKey: string | undefined;
  /** Whether there is a web page at `url`. */
  hasPlayground: boolean;
  voices: number;
  /** The command that installs speech recognition, where there is none. */
  recognitionInstallation: string | undefined;
  /** The account that has to be topped up before anybody speaks; undefined when nothing is charged. */
  ownerWithoutCredit?: string | undefined;
}

/** What a person reads when the server is up. */
export function greet(greeting: Greeting): string {
  const { url, newKey, hasPlayground, voices, recognitionInstallation, ownerWithoutCredit } = greeting;
  const key = newKey ?? '$FISH_API_KEY';
  const about = newKey
    ? ['Your API key, shown only this once:', '', `  ${newKey}`]
    : [
        'Its API keys were made earlier. `npm run new-key` makes another; then: export FISH_API_KEY=<your key>',
      ];
  const speech = JSON.stringify({ text: 'Hello! This is Shoal, speaking from your own machine.' });
  const authorization = `-H "Authorization: Bearer ${key}"`;
  const json = '-H "Content-Type: application/json"';
  const topUp = ownerWithoutCredit
    ? [
        'Speech is charged, and the account has no credit yet. Top it up:',
        '',
        `  curl ${url}/admin/v1/accounts/${ownerWithoutCredit}/top-ups ${authorization} ${json} -d '{"amount":"10"}'`,
        '',
      ]
    : [];
  const recognition = recognitionInstallation
    ? [`It does not listen: speech recognition needs ${recognitionInstallation}`]
    : [];
  // Browsers keep what is behind the # to themselves: the key is in no request, and in no log.
  const playground = newKey
    ? ['The playground, with your key in the link:', '', `  ${url}/#key=${encodeURIComponent(newKey)}`, '']
    : [`The playground: ${url}`, ''];
  return [
    `Shoal speaks at ${url} with ${voices} voices.`,
    ...recognition,
    '',
    ...about,
    '',
    ...topUp,
    ...(hasPlayground ? playground : []),
    'Hear it:',
    '',
    `  curl ${url}/v1/tts ${authorization} ${json} -d '${speech}' -o hello.mp3`,
    '',
    '',
  ].join('\n');
}
