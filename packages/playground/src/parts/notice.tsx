import type { Failure } from '../session/failure.ts';

/** Says what went wrong, and what to do; nothing while nothing did. Screen readers hear it when it appears. */
export function Notice({ failure }: { failure: Failure | undefined }) {
  return (
    <div role="alert">
      {failure && (
        <div className="notice">
          <strong>{failure.title}</strong>
          <p>{failure.advice}</p>
        </div>
      )}
    </div>
  );
}
