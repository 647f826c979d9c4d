import { useCallback, useRef, useState } from 'react';
import { deck } from '../audio/deck.ts';
import { useSession } from '../session/session.tsx';
import type { Speech } from './speech-settings.ts';
import type { Take } from './take.ts';
import { Turn } from './turn.ts';

const mostTakes = 30;

/** Speaks, one text at a time, and remembers what was spoken in this tab. */
export function useTakes() {
  const session = useSession();
  const [takes, setTakes] = useState<readonly Take[]>([]);
  /** The take that sounds while it is made. */
  const [soundingId, setSoundingId] = useState<string>();
  const turn = useRef<{ takeId: string; turn: Turn }>(undefined);
  const count = useRef(0);

  const change = useCallback((id: string, changes: Partial<Take>) => {
    setTakes((before) => before.map((take) => (take.id === id ? { ...take, ...changes } : take)));
  }, []);

  const stop = useCallback(() => {
    deck.stop();
    turn.current?.turn.stop();
  }, []);

  /** @param isLive what is typed is told to `type` from now on, until `finish` */
  const start = (speech: Speech, voiceTitle: string, isLive: boolean) => {
    stop();
    count.current += 1;
    const id = String(count.current);
    const take: Take = { id, speech, voiceTitle, isLive, state: 'working', words: [] };
    setTakes((before) => [take, ...before].slice(0, mostTakes));
    const now = new Turn(session, speech, isLive, {
      onChange: (changes) => change(id, changes),
      onRequest: session.note,
    });
    turn.current = { takeId: id, turn: now };
    setSoundingId(id);
    void now.silent.then(() => {
      // Another one may have begun meanwhile.
      if (turn.current?.turn !== now) return;
      turn.current = undefined;
      setSoundingId(undefined);
    });
  };

  const type = useCallback((text: string) => {
    const { takeId, turn: now } = turn.current ?? {};
    now?.typing?.type(text);
    setTakes((before) =>
      before.map((take) => (take.id === takeId ? { ...take, speech: { ...take.speech, text } } : take)),
    );
  }, []);

  return {
    takes,
    soundingId,
    start,
    stop,
    /** What was typed so far, in a live take. */
    type,
    /** Ends the typing; what is left is spoken. */
    finish: useCallback(() => turn.current?.turn.typing?.end(), []),
    /** Seconds from the start that are heard now, of the take that sounds while it is made. */
    position: useCallback(() => turn.current?.turn.position(), []),
  };
}
