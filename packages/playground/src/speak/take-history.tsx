import { deck, usePlaying } from '../audio/deck.ts';
import { english } from '../english.ts';
import { download } from '../parts/download.ts';
import { downloadOf, type Take } from './take.ts';

const words = english.speak;

interface TakeHistoryProps {
  takes: readonly Take[];
  onUse: (take: Take) => void;
  onStop: () => void;
}

/** What was spoken in this tab, the newest first. */
export function TakeHistory({ takes, onUse, onStop }: TakeHistoryProps) {
  const playing = usePlaying();
  return (
    <div className="card">
      <h2>{words.history}</h2>
      {takes.length === 0 && <p className="soft">{words.nothingYet}</p>}
      <ul className="history">
        {takes.map((take) => {
          const id = `history ${take.id}`;
          const isPlaying = playing?.id === id;
          const { file, speech, voiceTitle, firstAudioMs } = take;
          const offered = downloadOf(take);
          const excerpt = speech.text.trim().slice(0, 120);
          const play = () => {
            onStop();
            if (file) void deck.play(id, file);
          };
          return (
            <li key={take.id}>
              <button
                type="button"
                className="round"
                disabled={!file}
                aria-label={`${isPlaying ? english.stop : english.play}: ${excerpt}`}
                onClick={isPlaying ? () => deck.stop() : play}
              >
                <span aria-hidden="true">{isPlaying ? '■' : '▶'}</span>
              </button>
              <div className="grow">
                <div className="ellipsis">{excerpt}</div>
                <div className="soft ellipsis">
                  {[voiceTitle, speech.format, firstAudioMs && words.milliseconds(firstAudioMs)]
                    .filter(Boolean)
                    .join(' · ')}
                </div>
              </div>
              <button
                type="button"
                className="quiet round"
                aria-label={`${words.use}: ${excerpt}`}
                title={words.use}
                onClick={() => onUse(take)}
              >
                <span aria-hidden="true">✎</span>
              </button>
              {offered && (
                <button
                  type="button"
                  className="quiet round"
                  title={words.download}
                  aria-label={`${words.download}: ${excerpt}`}
                  onClick={() => download(offered.file, offered.name)}
                >
                  <span aria-hidden="true">↓</span>
                </button>
              )}
            </li>
          );
        })}
      </ul>
    </div>
  );
}
