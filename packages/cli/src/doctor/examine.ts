import type { ServerAddress } from '../server-address.ts';
import { checkDataDir } from './data-dir.ts';
import type { Finding } from './finding.ts';
import { checkLame, checkPocketSphinx } from './libraries.ts';
import { checkNode } from './node.ts';
import { checkPort } from './port.ts';
import { checkFfmpeg, checkPlayer } from './programs.ts';
import { checkServer } from './server.ts';

/** Looks at everything that the commands need: here, and at the server that they are for. */
export async function examine(server: ServerAddress, signal: AbortSignal): Promise<Finding[]> {
  const findings = await Promise.all([
    checkNode(),
    checkLame(),
    checkPocketSphinx(),
    checkFfmpeg(),
    checkPlayer(),
    checkDataDir(),
    checkPort(signal),
    checkServer(server, signal),
  ]);
  return findings.flat();
}
