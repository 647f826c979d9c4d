import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import {
  Admission,
  createAnalyst,
  createRenderer,
  createTranscriber,
  recognitionEngines,
  VoiceCatalogue,
  warmUpNarrator,
} from '@shoal/speech';
import type { engines } from '@shoal/speech/hosts';
import { openAccounting } from './accounting.ts';
import { AddressFile } from './address-file.ts';
import { createApp } from './app.ts';
import type { Configuration } from './configuration.ts';
import type { EngineHosts } from './engine-hosts/engine-hosts.ts';
import { ensureOwner, greet } from './first-run.ts';
import { FailedAttempts } from './http/failed-attempts.ts';
import { loadPlayground } from './http/playground.ts';
import { loadAdminToken } from './keys/admin-token.ts';
import { openLibrary } from './library.ts';
import { Speakers } from './speaking/speakers.ts';
import { openDatabase } from './storage/open-database.ts';
import { currentTrace } from './telemetry/current-trace.ts';
import { joinWatches } from './telemetry/join-watches.ts';
import type { Log } from './telemetry/log.ts';
import { openMetrics } from './telemetry/open-metrics.ts';
import { openTraces } from './telemetry/open-traces.ts';
import { Upkeep } from './upkeep.ts';
import { HostAnalyst } from './voices/host-analyst.ts';

/** Requests with recordings that may wait to be listened to. */
const LONGEST_ANALYSIS_QUEUE = 64;

export interface GatewayParts {
  configuration: Configuration;
  hosts: EngineHosts;
  engines: typeof engines;
  log: Log;
  /** Ends the waiting for a database that is away. */
  signal: AbortSignal;
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
  const { configuration, hosts, engines, log, signal } = parts;
  const { places } = hosts;
  const closing: (() => Promise<unknown>)[] = [];
  const stop = async () => {
    for (const close of closing.splice(0).reverse()) await close();
  };
  try {
    const onWaiting = (address: object) => log.warn(address, 'waiting for the database');
    const database = await openDatabase(configuration, { onWaiting, signal });
    closing.push(() => database.close());
    const accounting = openAccounting({ database, log, ...configuration });
    closing.push(() => accounting.close());
    const { stores } = accounting;
    const [adminToken, { owner, newKey }, playground] = await Promise.all([
      loadAdminToken(configuration.dataDir, configuration.adminToken),
      ensureOwner(stores.accounts, stores.keys, configuration),
      configuration.playground ? loadPlayground() : undefined,
    ]);
    const upkeep = await Upkeep.start({ ...stores, ...configuration, log });
    closing.push(() => upkeep.stop());

    const queues = {
      render: new Admission({ places: places.renders, longestQueue: configuration.longestQueue }),
      analysis: new Admission({ places: places.analyses, longestQueue: LONGEST_ANALYSIS_QUEUE }),
      transcription: new Admission({
        places: places.transcriptions,
        longestQueue: configuration.longestQueue,
      }),
    };
    const metrics =
      configuration.metrics &&
      (await openMetrics(
        configuration.metrics,
        { queues, hosts: hosts.figures, books: accounting.books },
        log,
      ));
    if (metrics) closing.push(() => metrics.close());
    const traces = configuration.traces ? await openTraces(log) : undefined;
    if (traces) closing.push(() => traces.close());

    const catalogue = new VoiceCatalogue(engines);
    const renderer = createRenderer({
      dial: hosts.dialRender,
      admission: queues.render,
      catalogue,
      watch: () => joinWatches(metrics?.renders, currentTrace.getStore()?.watchRender()),
      onFailOver: (failures) => log.warn({ failures }, 'a render goes on in another host'),
    });
    const analyst = createAnalyst({
      dial: hosts.dialRecordings,
      admission: queues.analysis,
    });
    const transcriber = createTranscriber({
      dial: hosts.dialRecordings,
      recognition: hosts.recognition,
      admission: queues.transcription,
      hosts: places.recognitions,
      engines: recognitionEngines,
      installed: () => hosts.recognizers,
    });
    const library = await openLibrary({
      database,
      dataDir: configuration.dataDir,
      s3: configuration.s3,
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
      metering: library.countTasks(metrics?.measure(accounting.metering) ?? accounting.metering),
      voices: library.voices,
      authentication: { keys: accounting.keyRing, adminToken, failedAttempts: new FailedAttempts() },
      log,
      isReady: () => hosts.isReady,
      speaks: (voice) => hosts.speaks(voice),
      live: { keepOpen: configuration.liveKeepOpen },
      trustedProxies: configuration.trustedProxies,
      pageOrigins: configuration.pageOrigins,
      playground,
      metrics,
      traces,
    });
    closing.push(() => app.close());
    const url = await app.listen({ host: configuration.host, port: configuration.port });
    const address = new AddressFile(configuration.dataDir);
    await address.write({ url, owner: owner.id });
    closing.push(() => address.remove());
    // While the first host gets warm; the others join later.
    warmUpNarrator(catalogue);
    collectGarbage();
    await hosts.started();

    const wallet = await stores.wallets.read(owner.id);
    const needsCredit = configuration.credit === 'enforced' && wallet?.available === 0n;
    return {
      greeting: greet({
        url,
        newKey,
        hasPlayground: playground !== undefined,
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
