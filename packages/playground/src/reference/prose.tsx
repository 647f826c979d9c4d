/** A description of a document: `code` between backticks, and lines that are points of a list. */
export function Prose({ text }: { text: string }) {
  const lines = text.split('\n');
  const points = lines.filter((line) => line.startsWith('- '));
  return (
    <>
      <p>
        <Line text={lines.filter((line) => !line.startsWith('- ')).join(' ')} />
      </p>
      {points.length > 0 && (
        <ul className="members">
          {points.map((point) => (
            <li key={point}>
              <Line text={point.slice(2)} />
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function Line({ text }: { text: string }) {
  return text.split('`').map((part, i) =>
    i % 2 === 1 ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: the text does not change.
      <code key={i}>{part}</code>
    ) : (
      part
    ),
  );
}
