import { useState } from 'react';
import { english } from '../english.ts';
import { CopyButton } from '../parts/copy-button.tsx';
import { Segmented } from '../parts/segmented.tsx';
import type { Snippets } from './snippets.ts';

/** The code for what the panel does, written when somebody looks at it. */
export function CodeView({ write }: { write: () => Snippets }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <details className="code" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{english.code.title}</summary>
      {isOpen && <Code snippets={write()} />}
    </details>
  );
}

function Code({ snippets }: { snippets: Snippets }) {
  const [language, setLanguage] = useState<keyof Snippets>('curl');
  const { code } = english;
  return (
    <div className="stack">
      <div className="spread">
        <Segmented label={code.title} options={code.languages} value={language} onChange={setLanguage} />
        <CopyButton text={snippets[language]} />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by key. */}
      <pre tabIndex={0}>
        <code>{snippets[language]}</code>
      </pre>
      <p className="soft">{code.keyHint}</p>
    </div>
  );
}
