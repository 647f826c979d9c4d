import { deck, usePlaying } from '../audio/deck.ts';
import { english } from '../english.ts';
import { CopyButton } from '../parts/copy-button.tsx';
import { download } from '../parts/download.ts';
import { srtOf, vttOf } from './subtitles.ts';
import type { Transcript } from './use-transcript.ts';

const words = english.transcribe;

/** What was said, part by part; a click on a part plays it. */
export function TranscriptView(props: { transcript: Transcript; file: Blob; name: string }) {
  const { transcript, file, name } = props;
  const { segments, result, tookMs } = transcript;
  const playing = usePlaying();
  const title = name.replace(/\.\w+$/, '');
  const offer = (text: string, type: 'srt' | 'vtt') =>
    download(new Blob([text], { type: 'text/plain' }), `${title}.${type}`);
  if (segments.length === 0 && !result) return null;
  return (
    <div className="card">
      <div className="spread">
        <h2>{words.text}</h2>
        {result && (
          <div className="row">
            <CopyButton text={result.text} label={words.copy} />
            <button type="button" onClick={() => offer(srtOf(segments), 'srt')}>
              {words.srt}
            </button>
            <button type="button" onClick={() => offer(vttOf(segments), 'vtt')}>
              {words.vtt}
            </button>
          </div>
        )}
      </div>
      {result && <p className="transcript">{result.text || words.nothing}</p>}
      {result && tookMs !== undefined && <p className="soft">{words.done(result.duration, tookMs)}</p>}
      <div>
        <h3>{words.segments}</h3>
        <p className="soft">{words.segmentHint}</p>
        <ul>
          {segments.map(({ text, start, end }) => {
            const id = `segment ${start}`;
            const isPlaying = playing?.id === id;
            const play = () => deck.play(id, file, { fromSeconds: start, untilSeconds: end }).catch(() => {});
            return (
              <li key={start}>
                <button
                  type="button"
                  className="segment"
                  aria-pressed={isPlaying}
                  onClick={isPlaying ? () => deck.stop() : play}
                >
                  <time>
                    {start.toFixed(1)}–{end.toFixed(1)} s
                  </time>
                  <span>{text}</span>
                </button>
              </li>
            );
          })}
        </ul>
      </div>
    </div>
  );
}
