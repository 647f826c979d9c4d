import { parentPort } from 'node:worker_threads';
import lindera from 'lindera-wasm-nodejs-ipadic';
import type { Morpheme } from './morpheme.ts';

/** Takes a text, gives its words. Numbers tell which reply is whose. */
export interface KanaRequest {
  number: number;
  text: string;
}
export type KanaReply = { number: number; morphemes: Morpheme[] } | { number: number; failure: string };

/** What the tokenizer gives: the package's own types leave it open. */
interface Token {
  surface: string;
  partOfSpeech: string;
  partOfSpeechSubcategory1?: string;
  pronunciation?: string;
}

const builder = new lindera.TokenizerBuilder();
builder.setDictionary('embedded://ipadic');
builder.setMode('normal');
const tokenizer = builder.build();

function analyse(text: string): Morpheme[] {
  return (tokenizer.tokenize(text) as Token[]).map(
    ({ surface, pronunciation, partOfSpeech, partOfSpeechSubcategory1 = '' }) => ({
      surface,
      ...(pronunciation && pronunciation !== '*' && { pronunciation }),
      kind: partOfSpeech,
      subkind: partOfSpeechSubcategory1,
    }),
  );
}

parentPort?.on('message', ({ number, text }: KanaRequest) => {
  let reply: KanaReply;
  try {
    reply = { number, morphemes: analyse(text) };
  } catch (error) {
    reply = { number, failure: String(error) };
  }
  parentPort?.postMessage(reply);
});
