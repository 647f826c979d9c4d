import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import {
  Admission,
  createAnalyst,
  createRenderer,
  createTranscriber,
  recognitionEngines,
  VoiceCatalogue,
} from '@shoal/speech';
import type { engines, HostPool, StandbyPool } from '@shoal/speech/hosts';
import { openAccounting } from './accounting.ts';
import { AddressFile } from './address-file.ts';
import { createApp } from './app.ts';
import type { Configuration } from './configuration.ts';
import { ensureOwner, greet } from './first-run.ts';
import { FailedAttempts } from './http/failed-attempts.ts';
import { loadAdminToken } from './keys/admin-token.ts';
import { openLibrary } from './library.ts';
import { Speakers } from './speaking/speakers.ts';
import { openDatabase } from './storage/open-database.ts';
import type { Log } from './telemetry/log.ts';
import { Upkeep } from './upkeep.ts';
import { HostAnalyst } from './voices/host-analyst.ts';

/** Renders that one host works on at once; they share its thread in turns. */
const RENDERS_PER_HOST = 128;
/** Requests with recordings that may wait to be listened to. */
const LONGEST_ANALYSIS_QUEUE = 64;
/** Recordings that are written down at once for each host: an hour takes 115 MB of disk. */
const TRANSCRIPTIONS_PER_HOST = 8;

export interface GatewayParts {
  configuration: Configuration;
  pool: HostPool;
  /** Hosts that recognize speech. */
  recognition: StandbyPool;
  engines: typeof engines;
  log: Log;
}

export interface Gateway {
  /** What a person should read. */
  greeting: string;
  /** Lets what is under way end, and puts it on the books. */
  stop(): Promise<void>;
}

/**
 * Opens the database, then the doors. Resolves when the server speaks.
 *
 * @throws Error for people; nothing is left open then
 */
export async function openGateway(parts: GatewayParts): Promise<Gateway> {
  const { configuration, pool, recognition, engines, log } = parts;
  const closing: (() => Promise<unknown>)[] = [];
  const stop = async () => {
    for (const close of closing.splice(0).reverse()) await close();
  };
  try {
    const database = await openDatabase(configuration);
    closing.push(() => database.close());
    const accounting = openAccounting({ database, log, ...configuration });
    closing.push(() => accounting.close());
    const { stores } = accounting;
    const [adminToken, { owner, newKey }] = await Promise.all([
      loadAdminToken(configuration.dataDir, configuration.adminToken),
      ensureOwner(stores.accounts, stores.keys, configuration),
    ]);
    const upkeep = await Upkeep.start({ ...stores, ...configuration, log });
    closing.push(() => upkeep.stop());

    const catalogue = new VoiceCatalogue(engines);
    const renderer = createRenderer({
      dial: pool.dial,
      admission: new Admission({
        places: configuration.hosts * RENDERS_PER_HOST,
        longestQueue: configuration.longestQueue,
      }),
      catalogue,
      onFailOver: (failures) => log.warn({ failures }, 'a render goes on in another host'),
    });
    const analyst = createAnalyst({
      dial: pool.dial,
      admission: new Admission({ places: configuration.hosts, longestQueue: LONGEST_ANALYSIS_QUEUE }),
    });
    const transcriber = createTranscriber({
      dial: pool.dial,
      recognition,
      admission: new Admission({
        places: configuration.hosts * TRANSCRIPTIONS_PER_HOST,
        longestQueue: configuration.longestQueue,
      }),
      hosts: configuration.hosts,
      engines: recognitionEngines,
      installed: () => pool.recognizers,
    });
    const library = await openLibrary({
      database,
      dataDir: configuration.dataDir,
      builtIn: catalogue.voices,
      analyst: new HostAnalyst(analyst, renderer),
      transcriber,
      log,
    });
    closing.push(() => library.close());
    const app = createApp({
      renderer,
      transcriber,
      speakers: new Speakers({ catalogue, library: library.profiles, analyst }),
      stores,
      metering: library.countTasks(accounting.metering),
      voices: library.voices,
      authentication: { keys: accounting.keyRing, adminToken, failedAttempts: new FailedAttempts() },
      log,
      isReady: () => pool.readyHosts > 0,
      live: { keepOpen: configuration.liveKeepOpen },
      trustedProxies: configuration.trustedProxies,
    });
    closing.push(() => app.close());
    const url = await app.listen({ host: configuration.host, port: configuration.port });
    const address = new AddressFile(configuration.dataDir);
    await address.write({ url, owner: owner.id });
    closing.push(() => address.remove());
    // While the first host gets warm; the others join later.
    collectGarbage();
    await pool.ready(1);

    const wallet = await stores.wallets.read(owner.id);
    const needsCredit = configuration.credit === 'enforced' && wallet?.available === 0n;
    return {
      greeting: greet({
        url,
        newKey,
        voices: renderer.catalogue.voices.length,
        recognitionInstallation: transcriber.missing,
        ownerWithoutCredit: needsCredit ? owner.id : undefined,
      }),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Loading leaves tens of megabytes of garbage that an idle process would never collect. */
function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
}
