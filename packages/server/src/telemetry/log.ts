import type { FastifyBaseLogger } from 'fastify';
import { type DestinationStream, pino } from 'pino';
import { currentTrace } from './current-trace.ts';

export type Log = FastifyBaseLogger;

const standardError = () => pino.destination({ dest: 2, sync: false });

/**
 * JSON lines on standard error, so that standard output stays for people. Users' text and keys are never fields. What
 * is logged for a traced request tells its trace.
 */
export function createLog(level: string, destination: DestinationStream = standardError()): Log {
  const mixin = () => {
    const trace = currentTrace.getStore();
    return trace ? { traceId: trace.traceId } : {};
  };
  return pino({ level, base: null, mixin }, destination);
}
