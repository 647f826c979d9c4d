import { english } from '../english.ts';
import { Notice } from '../parts/notice.tsx';
import { Days } from './days.tsx';
import { Keys } from './keys.tsx';
import { RecentRequests } from './recent-requests.tsx';
import { useUsage } from './use-usage.ts';

const words = english.usage;

/** What there is to spend, what was used, and the keys that may use it. */
export function UsagePanel({ isShown }: { isShown: boolean }) {
  const { credits, pack, days, isAdmin, failure, refresh } = useUsage(isShown);
  return (
    <div className="stack">
      <div className="card">
        <div className="spread">
          <h1>{words.title}</h1>
          <button type="button" onClick={refresh}>
            {words.refresh}
          </button>
        </div>
        <Notice failure={failure} />
        {credits && (
          <dl className="figures">
            <div>
              <dt>{words.credit}</dt>
              <dd>${credits.credit}</dd>
            </div>
            <div>
              <dt>{words.toppedUp}</dt>
              <dd>${credits.cumulativeTopUp ?? '0'}</dd>
            </div>
            <div>
              <dt>{words.package}</dt>
              <dd>
                {pack && pack.total > 0 ? words.packageLeft(pack.balance, pack.total) : words.noPackage}
              </dd>
            </div>
          </dl>
        )}
      </div>
      <div className="card">
        <h2>{words.days}</h2>
        {isAdmin === false && <p className="soft">{words.daysForbidden}</p>}
        {days && <Days days={days} />}
      </div>
      <RecentRequests />
      {isAdmin && <Keys />}
    </div>
  );
}
