import type { Dial, engines as registeredEngines } from '@shoal/speech/hosts';
import { NatsHosts, type NatsSettings } from '@shoal/speech/nats';
import type { Log } from '../telemetry/log.ts';
import type { EngineHosts, Places } from './engine-hosts.ts';
import { joinWorkers } from './join-workers.ts';

/** Workers have their own bounds; these keep one gateway from running out of memory. */
const PLACES: Places = { renders: 10_000, analyses: 64, transcriptions: 64, recognitions: 16 };
/** How long a job waits for a worker before it goes to a host of this machine, where there is one. */
const FALLBACK_MS = 50;

export interface RemoteHostsOptions {
  nats: NatsSettings & { prefix: string };
  engines: typeof registeredEngines;
  /** Jobs that may wait for a worker. */
  longestQueue: number;
  /** Hosts of this machine, for what no worker takes. */
  fallback: EngineHosts | undefined;
  log: Log;
}

/** The hosts of workers, over NATS. Throws SpeechError `engine_lost` when it cannot be reached. */
export async function openRemoteHosts({
  nats,
  engines,
  longestQueue,
  fallback,
  log,
}: RemoteHostsOptions): Promise<EngineHosts> {
  const connection = await joinWorkers(nats, log);
  const waitMs = fallback && FALLBACK_MS;
  const hosts = new NatsHosts({
    connection,
    prefix: nats.prefix,
    engines,
    longestQueue,
    waitMs,
    onMistake: (error) => log.error({ err: error }, 'a job failed'),
  });
  return {
    dialRender: first(hosts.dialRender, fallback?.dialRender),
    dialRecordings: first(hosts.dialRecordings, fallback?.dialRecordings),
    recognition: {
      dial: first(hosts.dialRecognition, fallback?.recognition.dial),
      prepare: () => {
        if (hosts.recognizers.length === 0) fallback?.recognition.prepare();
      },
    },
    get recognizers() {
      return [...new Set([...hosts.recognizers, ...(fallback?.recognizers ?? [])])];
    },
    get isReady() {
      return hosts.readyHosts > 0 || fallback?.isReady === true;
    },
    speaks: (voice) => hosts.speaks(voice) || fallback?.speaks(voice) === true,
    figures: hosts,
    places: PLACES,
    // Workers may come later.
    started: async () => fallback?.started(),
    close: async () => {
      hosts.close();
      await Promise.all([connection.close(), fallback?.close()]);
    },
  };
}

/** Asks the second one for what the first one has no host for. */
function first<JobsLink>(dial: Dial<JobsLink>, second: Dial<JobsLink> | undefined): Dial<JobsLink> {
  if (!second) return dial;
  return async (signal, voices) => {
    try {
      return await dial(signal, voices);
    } catch (error) {
      signal.throwIfAborted();
      return second(signal, voices).catch(() => {
        throw error;
      });
    }
  };
}
