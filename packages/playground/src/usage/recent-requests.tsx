import { english } from '../english.ts';
import { useSession } from '../session/session.tsx';

const words = english.usage;

/** Bounds of first-audio times, in milliseconds. */
const steps = [25, 50, 100, 200, 400, 800];

/** What this tab asked for, and how soon it was heard. */
export function RecentRequests() {
  const { notes } = useSession();
  const times = notes.flatMap(({ firstAudioMs }) => (firstAudioMs === undefined ? [] : [firstAudioMs]));
  return (
    <div className="card">
      <h2>{words.recent}</h2>
      {notes.length === 0 && <p className="soft">{words.noRecent}</p>}
      {times.length > 0 && <Spread times={times} />}
      {notes.length > 0 && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by key.
        <section className="scroll" tabIndex={0} aria-label={words.recent}>
          <table>
            <thead>
              <tr>
                {[words.time, words.what, words.status, words.firstAudio, words.total].map((title) => (
                  <th key={title} scope="col">
                    {title}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {notes.map(({ atMs, what, status, firstAudioMs, totalMs }) => (
                <tr key={`${atMs} ${totalMs}`}>
                  <td>{new Date(atMs).toLocaleTimeString('en')}</td>
                  <td>{what}</td>
                  <td>{status ?? words.noAnswer}</td>
                  <td>{firstAudioMs === undefined ? '–' : Math.round(firstAudioMs)}</td>
                  <td>{Math.round(totalMs)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </div>
  );
}

/** How many answers were how soon. */
function Spread({ times }: { times: readonly number[] }) {
  const rows = [...steps, Infinity].map((limit, i) => {
    const from = steps[i - 1] ?? 0;
    const label = limit === Infinity ? `> ${from} ms` : `${from}–${limit} ms`;
    return { label, count: times.filter((ms) => ms >= from && ms < limit).length };
  });
  return (
    <div>
      <h3>{words.spread}</h3>
      <ul>
        {rows.map(({ label, count }) => (
          <li key={label} className="bar-row">
            <span className="soft">{words.spreadRow(label, count)}</span>
            <div className="meter" aria-hidden="true">
              <div style={{ width: `${(100 * count) / times.length}%` }} />
            </div>
          </li>
        ))}
      </ul>
    </div>
  );
}
