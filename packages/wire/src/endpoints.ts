import { accountEndpoints } from './endpoints/accounts.ts';
import { moneyEndpoints } from './endpoints/money.ts';
import { operationEndpoints } from './endpoints/operation.ts';
import { recognitionEndpoints } from './endpoints/recognition.ts';
import { speechEndpoints } from './endpoints/speech.ts';
import { voiceDesignEndpoints } from './endpoints/voice-design.ts';
import { voiceEndpoints } from './endpoints/voices.ts';
import { walletEndpoints } from './endpoints/wallet.ts';

/** Every REST endpoint. Servers make their routes from it, documents their paths. */
export const endpoints = {
  ...speechEndpoints,
  ...recognitionEndpoints,
  ...voiceDesignEndpoints,
  ...voiceEndpoints,
  ...walletEndpoints,
  ...accountEndpoints,
  ...moneyEndpoints,
  ...operationEndpoints,
} as const;

export type EndpointName = keyof typeof endpoints;
