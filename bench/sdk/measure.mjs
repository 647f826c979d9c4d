// Measures one client in a process of its own: `node measure.mjs WHAT CLIENT URL`. Prints one number.
import process from 'node:process';

const [what, client, url] = process.argv.slice(2);
const text = 'Hello there.';
const body = JSON.stringify({ text });
const headers = { Authorization: 'Bearer key', 'Content-Type': 'application/json' };

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

/** Reads a stream to its end; resolves to when its first piece came. */
async function read(stream) {
  let firstAtMs;
  for await (const _ of stream) firstAtMs ??= performance.now();
  return firstAtMs;
}

async function timed(open) {
  const startMs = performance.now();
  return (await read(await open())) - startMs;
}

async function cpuMs(open) {
  const before = process.cpuUsage();
  await read(await open());
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}

const raw = async () => (await fetch(`${url}/raw`, { method: 'POST', headers, body })).body;

/** Both take turns, and which goes first changes, so that a slow moment hits both. */
async function compare(measure, turns, other) {
  const [ofRaw, ofOther] = [[], []];
  for (let turn = 0; turn < turns; turn++) {
    if (turn % 2 === 0) ofRaw.push(await measure(raw));
    ofOther.push(await measure(other));
    if (turn % 2 === 1) ofRaw.push(await measure(raw));
  }
  return [ofRaw, ofOther];
}

const measurements = {
  /** Milliseconds to the first chunk, beyond those of fetch. */
  async firstChunk({ speaker }) {
    const speak = speaker(url);
    await compare(timed, 300, () => speak(text));
    const differences = [];
    for (let round = 0; round < 9; round++) {
      const [ofRaw, ofClient] = await compare(timed, 200, () => speak(text));
      differences.push(median(ofClient) - median(ofRaw));
    }
    return median(differences);
  },

  /** Computing for 4 GB in forty streams, as a multiple of that of fetch. */
  async cpu({ speaker }) {
    const speak = speaker(url);
    await compare(cpuMs, 4, () => speak(text));
    const [ofRaw, ofClient] = await compare(cpuMs, 40, () => speak(text));
    const sum = (values) => values.reduce((total, value) => total + value, 0);
    return sum(ofClient) / sum(ofRaw);
  },

  /** Hears the beginning of live speech, and then does not listen. */
  async stall({ hearBeginning }) {
    await hearBeginning(url);
    await new Promise((resolve) => setTimeout(resolve, 4_000));
    return 0;
  },
};

const measured = await measurements[what](await import(`./${client}.mjs`));
process.stdout.write(String(measured), () => process.exit());
