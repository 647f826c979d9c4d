/**
 * What it costs to turn a text of 300 characters into utterances, for docs/expression.md:
 * `npx tsx --conditions=source scripts/measure-narrator.ts`.
 */
import { Narrator, VoiceCatalogue } from '@shoal/speech';
import { engines } from '@shoal/speech/hosts';

const ROUNDS = 2_000;
const WARM_UP = 400;

const plain =
  'The boats came home in the evening, one after the other, and nobody spoke a word until the last of them was tied ' +
  'up. Then the lights went on in the harbour, and somebody began to sing an old song that all of them knew. It was ' +
  'late when they went home, and the sea was quiet all night long, so very quiet.';
const texts = {
  'plain text': plain,
  'eight cues': plain.replace(/(?<=\. |^)/g, '[slightly sad] ').replaceAll(', ', ', [break]'),
};

const catalogue = new VoiceCatalogue(engines);

/** Milliseconds of computing: what else the machine does makes no difference. */
function cost(text: string): number {
  let start = process.cpuUsage();
  for (let round = 0; round < WARM_UP + ROUNDS; round++) {
    if (round === WARM_UP) start = process.cpuUsage();
    const chunks = { chunkLength: 300, minChunkLength: 50, earlyStart: true };
    const speech = { catalogue, voices: [], rate: 1, maxAudioMs: 47_000, tags: 'bracket' } as const;
    const narrator = new Narrator({ ...speech, ...chunks });
    narrator.push(text);
    narrator.flush();
  }
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000 / ROUNDS;
}

for (const [name, text] of Object.entries(texts))
  console.log(`${name}, ${text.length} characters: ${cost(text).toFixed(3)} ms`);
