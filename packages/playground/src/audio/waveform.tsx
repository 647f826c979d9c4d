import type { KeyboardEvent, MouseEvent } from 'react';
import { english } from '../english.ts';
import type { Shape } from './peaks.ts';

const width = 640;
const height = 72;

/** The outline of some audio, with how much of it was heard. A click or an arrow key goes to another place. */
export function Waveform(props: { shape: Shape; seconds: number; onSeek: (seconds: number) => void }) {
  const { shape, seconds, onSeek } = props;
  const { peaks, durationSeconds } = shape;
  const share = durationSeconds > 0 ? Math.min(1, seconds / durationSeconds) : 0;
  const onClick = (event: MouseEvent) => {
    const { left, width: across } = event.currentTarget.getBoundingClientRect();
    onSeek(((event.clientX - left) / across) * durationSeconds);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    onSeek(Math.max(0, Math.min(durationSeconds - 0.05, seconds + step)));
  };
  return (
    <div
      className="waveform"
      role="slider"
      tabIndex={0}
      aria-label={english.speak.position}
      aria-valuemin={0}
      aria-valuemax={Math.round(durationSeconds * 10) / 10}
      aria-valuenow={Math.round(seconds * 10) / 10}
      aria-valuetext={english.speak.seconds(seconds)}
      onClick={onClick}
      onKeyDown={onKeyDown}
    >
      <svg viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" aria-hidden="true">
        <path d={bars(peaks, 0, peaks.length)} />
        <path className="heard" d={bars(peaks, 0, Math.round(share * peaks.length))} />
      </svg>
    </div>
  );
}

function bars(peaks: readonly number[], from: number, to: number): string {
  const step = width / peaks.length;
  const loudest = Math.max(...peaks, 0.05);
  return peaks
    .slice(from, to)
    .map((peak, i) => {
      const half = Math.max(1, (peak / loudest) * (height / 2 - 2));
      const x = ((from + i + 0.5) * step).toFixed(1);
      return `M${x} ${(height / 2 - half).toFixed(1)}V${(height / 2 + half).toFixed(1)}`;
    })
    .join('');
}
