import { memo, useEffect, useMemo, useState } from 'react';
import { deck, usePlaying } from '../audio/deck.ts';
import { Waveform } from '../audio/waveform.tsx';
import { english } from '../english.ts';
import { download } from '../parts/download.ts';
import { Notice } from '../parts/notice.tsx';
import { downloadOf, type Take } from './take.ts';
import { longestTimedText, partsOf, type TextPart, type TimedWord } from './words.ts';

const words = english.speak;

interface TakePlayerProps {
  take: Take;
  /** It sounds while it is made. */
  isSounding: boolean;
  /** Seconds of it that are heard then. */
  position: () => number | undefined;
  onStop: () => void;
}

/** What is spoken now, or was spoken last. */
export function TakePlayer({ take, isSounding, position, onStop }: TakePlayerProps) {
  const playing = usePlaying();
  const isReplaying = playing?.id === playerId(take);
  const live = useFollowed(position, isSounding);
  const seconds = isReplaying ? playing.seconds : isSounding ? live : undefined;
  const { file, shape } = take;
  const play = (fromSeconds: number) => {
    if (!file) return;
    onStop();
    void deck.play(playerId(take), file, { fromSeconds });
  };
  const offered = downloadOf(take);
  return (
    <div className="player" data-state={take.state}>
      <div className="spread">
        <strong role="status">{words.states[isSounding ? 'working' : take.state]}</strong>
        <div className="row">
          {file && !isSounding && (
            <button type="button" onClick={() => (isReplaying ? deck.stop() : play(0))}>
              {isReplaying ? english.stop : words.replay}
            </button>
          )}
          {offered && (
            <button type="button" onClick={() => download(offered.file, offered.name)}>
              {words.download}
            </button>
          )}
        </div>
      </div>
      {shape && <Waveform shape={shape} seconds={seconds ?? 0} onSeek={play} />}
      <SpokenText take={take} seconds={seconds} />
      <dl className="figures">
        <Figure label={words.firstAudio} ms={take.firstAudioMs} />
        <Figure label={words.total} ms={take.totalMs} />
        {shape && (
          <div>
            <dt>{words.length}</dt>
            <dd>{words.seconds(shape.durationSeconds)}</dd>
          </div>
        )}
      </dl>
      <Notice failure={take.failure} />
    </div>
  );
}

const playerId = (take: Take) => `take ${take.id}`;

function Figure({ label, ms }: { label: string; ms: number | undefined }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{ms === undefined ? '–' : words.milliseconds(ms)}</dd>
    </div>
  );
}

/** The text, with the word that is heard lit up where the server told when that is. */
function SpokenText({ take, seconds }: { take: Take; seconds: number | undefined }) {
  const { text } = take.speech;
  const timed = text.length > longestTimedText ? none : take.words;
  const parts = useMemo(() => partsOf(text, timed), [text, timed]);
  const now = seconds === undefined ? -1 : parts.findIndex(({ word }) => word && isHeardAt(word, seconds));
  return <Words parts={parts} now={now} />;
}

const none: readonly TimedWord[] = [];

const isHeardAt = ({ start, end }: TimedWord, seconds: number) => seconds >= start && seconds < end;

/** Drawn again with another word, not with each picture. */
const Words = memo(({ parts, now }: { parts: readonly TextPart[]; now: number }) => (
  <p className="words">
    {parts.map(({ index, text }, i) => (
      <span key={index} className={i === now ? 'now' : undefined}>
        {text}
      </span>
    ))}
  </p>
));

/** A value that is read again for each picture. */
function useFollowed(read: () => number | undefined, isOn: boolean): number | undefined {
  const [value, setValue] = useState<number>();
  useEffect(() => {
    if (!isOn) return;
    let frame = 0;
    const follow = () => {
      setValue(read());
      frame = requestAnimationFrame(follow);
    };
    follow();
    return () => {
      cancelAnimationFrame(frame);
      setValue(undefined);
    };
  }, [read, isOn]);
  return value;
}
