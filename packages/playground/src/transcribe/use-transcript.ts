import { APIError, type ASRResponse, type ASRSegment } from '@shoal/sdk';
import { useEffect, useRef, useState } from 'react';
import { describeFailure, type Failure } from '../session/failure.ts';
import { useSession } from '../session/session.tsx';
import { type Progress, transcribe } from './transcript.ts';

/** A recording on its way to a text. */
export interface Transcript {
  state: 'working' | 'done' | 'stopped' | 'failed';
  progress?: Progress;
  segments: readonly ASRSegment[];
  result?: ASRResponse;
  tookMs?: number;
  failure?: Failure;
}

/** Writes recordings down, one at a time. */
export function useTranscript() {
  const { call, note } = useSession();
  const [transcript, setTranscript] = useState<Transcript>();
  const over = useRef<AbortController>(undefined);
  useEffect(() => () => over.current?.abort(), []);

  const start = async (file: Blob, language: string) => {
    over.current?.abort();
    const mine = new AbortController();
    over.current = mine;
    const atMs = Date.now();
    const startedAt = performance.now();
    const change = (changes: (before: Transcript) => Partial<Transcript>) => {
      if (over.current === mine) setTranscript((before) => before && { ...before, ...changes(before) });
    };
    setTranscript({ state: 'working', segments: [] });
    const listener = {
      onProgress: (progress: Progress) => change(() => ({ progress })),
      onSegment: (segment: ASRSegment) => change(({ segments }) => ({ segments: [...segments, segment] })),
    };
    const end = (status: number | undefined, changes: Partial<Transcript>) => {
      const totalMs = performance.now() - startedAt;
      note({ atMs, what: 'POST /v1/asr', status, totalMs });
      change(() => ({ tookMs: totalMs, ...changes }));
    };
    try {
      const result = await transcribe(call, { file, language }, listener, mine.signal);
      end(200, { state: 'done', result, segments: result.segments });
    } catch (error) {
      if (mine.signal.aborted) end(undefined, { state: 'stopped' });
      else {
        const status = error instanceof APIError ? error.status : undefined;
        end(status, { state: 'failed', failure: describeFailure(error) });
      }
    }
  };
  return { transcript, start, stop: () => over.current?.abort() };
}
