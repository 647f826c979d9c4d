import { APIError, type DesignVoiceParams } from '@shoal/sdk';
import { useEffect, useRef, useState } from 'react';
import { describeFailure, type Failure } from '../../session/failure.ts';
import { useSession } from '../../session/session.tsx';

/** What voices are to be like. */
export interface VoiceBrief {
  description: string;
  /** What they say; empty for a sentence of the language. */
  text: string;
  /** BCP 47; empty for that of the text. */
  language: string;
  count: number;
}

/** A voice to choose. */
export interface Candidate {
  /** From 1 through all that were suggested. */
  number: number;
  /** What was asked for, and the place in the answer, from 0: the same give the same voice again. */
  request: DesignVoiceParams;
  index: number;
  /** A WAV file in which it speaks, and which tells whose voice it is. */
  file: Blob;
  seconds: number;
  text: string;
  /** BCP 47 */
  language: string;
}

/** Asks for voices that are as described; those that came before stay. Leaving cancels the request. */
export function useCandidates() {
  const { client, note } = useSession();
  /** Those that came last are first. */
  const [candidates, setCandidates] = useState<readonly Candidate[]>([]);
  const [isWorking, setWorking] = useState(false);
  const [failure, setFailure] = useState<Failure>();
  const over = useRef<AbortController>(undefined);
  useEffect(() => () => over.current?.abort(), []);

  const suggest = async (brief: VoiceBrief) => {
    over.current = new AbortController();
    const { signal } = over.current;
    const request = requestFor(brief);
    const atMs = Date.now();
    const startedAt = performance.now();
    const end = (status: number | undefined) =>
      note({ atMs, what: 'POST /v1/voice-design', status, totalMs: performance.now() - startedAt });
    setFailure(undefined);
    setWorking(true);
    try {
      const voices = await client.voices.design(request, { signal });
      end(200);
      setCandidates((before) => [
        ...voices.map(({ audio, duration, text, language }, index) => ({
          ...{ number: before.length + index + 1, request, index },
          file: new Blob([new Uint8Array(audio)], { type: 'audio/wav' }),
          ...{ seconds: duration, text: text ?? '', language: language ?? '' },
        })),
        ...before,
      ]);
    } catch (error) {
      end(error instanceof APIError ? error.status : undefined);
      if (!signal.aborted) setFailure(describeFailure(error));
    } finally {
      setWorking(false);
    }
  };
  return { candidates, isWorking, failure, suggest };
}

/** With a seed of its own, so that other voices come each time, and the code gives the same ones. */
function requestFor({ description, text, language, count }: VoiceBrief): DesignVoiceParams {
  return {
    instruction: description.trim(),
    referenceText: text.trim() || undefined,
    language: language || undefined,
    n: count,
    seed: Math.floor(Math.random() * 2 ** 32),
  };
}
