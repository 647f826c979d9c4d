import { useEffect, useRef, useState } from 'react';
import { english } from '../english.ts';
import { type Recording, record } from './recorder.ts';

interface RecordButtonProps {
  label: string;
  stopLabel: string;
  onRecorded: (file: Blob) => void;
  onFailure: (error: unknown) => void;
}

/** Records from one click to the next, and shows how loud it is. */
export function RecordButton({ label, stopLabel, onRecorded, onFailure }: RecordButtonProps) {
  const [recording, setRecording] = useState<Recording>();
  const underWay = useRef<Recording>(undefined);
  // A recording is not to go on in a page that shows it no more.
  useEffect(() => () => underWay.current?.cancel(), []);
  const change = (next: Recording | undefined) => {
    underWay.current = next;
    setRecording(next);
  };
  const start = async () => {
    try {
      change(await record());
    } catch (error) {
      onFailure(error);
    }
  };
  const stop = async () => {
    change(undefined);
    try {
      if (recording) onRecorded(await recording.stop());
    } catch (error) {
      onFailure(error);
    }
  };
  return (
    <div className="stack">
      <button type="button" className={recording ? 'bad' : ''} onClick={recording ? stop : start}>
        <span aria-hidden="true">{recording ? '■' : '●'}</span>
        {recording ? stopLabel : label}
      </button>
      {recording && <LevelMeter recording={recording} />}
    </div>
  );
}

/** Below this a voice drowns in noise, and above the other one samples are cut off. */
const quiet = 0.05;
const loud = 0.98;

function LevelMeter({ recording }: { recording: Recording }) {
  const bar = useRef<HTMLDivElement>(null);
  const [loudest, setLoudest] = useState(0);
  useEffect(() => {
    let frame = 0;
    let recent = 0;
    const draw = () => {
      const level = recording.level();
      recent = Math.max(level, recent * 0.99);
      if (bar.current) bar.current.style.width = `${Math.min(100, level * 100)}%`;
      frame = requestAnimationFrame(draw);
    };
    draw();
    const timer = setInterval(() => setLoudest(recent), 500);
    return () => {
      cancelAnimationFrame(frame);
      clearInterval(timer);
    };
  }, [recording]);
  const { voices } = english;
  return (
    <div>
      <div className="meter" aria-hidden="true">
        <div ref={bar} />
      </div>
      <p className="soft" role="status">
        {loudest > loud ? voices.tooLoud : loudest > 0 && loudest < quiet ? voices.tooQuiet : ''}
      </p>
    </div>
  );
}
