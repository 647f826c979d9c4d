import { AsyncLocalStorage } from 'node:async_hooks';
import type { RequestTrace } from './traces.ts';

/** The trace that the code runs for. Without traces nobody ever enters it, and it costs nothing. */
export const currentTrace = new AsyncLocalStorage<RequestTrace>();
