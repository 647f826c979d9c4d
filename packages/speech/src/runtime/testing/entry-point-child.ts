import { parentPort } from 'node:worker_threads';
// A relative import of another source: the loader has to serve these as well.
import { SpeechError } from '../../error.ts';

const { code } = new SpeechError('engine_lost', 'not really');
if (parentPort) parentPort.postMessage(`thread: ${code}`);
else console.log(`process: ${code}`);
