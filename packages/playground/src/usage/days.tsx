import { english } from '../english.ts';
import type { UsageDay } from './use-usage.ts';

const words = english.usage;

/** Usage by day: bars for the requests, and a table of all there is. */
export function Days({ days }: { days: readonly UsageDay[] }) {
  if (days.length === 0) return <p className="soft">{words.noDays}</p>;
  const inOrder = [...days].sort((a, b) => a.day.localeCompare(b.day));
  const most = Math.max(...inOrder.map(({ requests }) => requests));
  const requestsOf = new Map(inOrder.map(({ day, requests }) => [day, requests]));
  return (
    <>
      <div className="bars" aria-hidden="true">
        {lastDays().map((day) => {
          const requests = requestsOf.get(day) ?? 0;
          return (
            <div key={day} style={{ height: `${(100 * requests) / most}%` }} title={`${day}: ${requests}`} />
          );
        })}
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by key. */}
      <section className="scroll" tabIndex={0} aria-label={words.days}>
        <table>
          <thead>
            <tr>
              {[
                words.day,
                words.requests,
                words.failures,
                words.bytes,
                words.audio,
                words.firstAudio,
                words.price,
              ].map((title) => (
                <th key={title} scope="col">
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {inOrder.toReversed().map((day) => (
              <tr key={day.day}>
                <td>{day.day}</td>
                <td>{day.requests.toLocaleString('en')}</td>
                <td>{day.failures.toLocaleString('en')}</td>
                <td>{day.text_bytes.toLocaleString('en')}</td>
                <td>{day.audio_seconds.toFixed(1)}</td>
                <td>{day.first_audio_ms === null ? '–' : Math.round(day.first_audio_ms)}</td>
                <td>{day.price}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </>
  );
}

const dayMs = 24 * 60 * 60 * 1000;

/** The last 30 days in UTC, the oldest first: `2026-01-31`. */
function lastDays(): string[] {
  return Array.from({ length: 30 }, (_, i) =>
    new Date(Date.now() - (29 - i) * dayMs).toISOString().slice(0, 10),
  );
}
