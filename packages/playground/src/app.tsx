import { lazy, type ReactNode, Suspense, useEffect, useState } from 'react';
import { english } from './english.ts';
import { FailureBoundary } from './parts/failure-boundary.tsx';
import { ThemeSwitch } from './parts/theme-switch.tsx';
import { KeyForm } from './session/key-form.tsx';
import { SessionProvider, useEntrance } from './session/session.tsx';
import { SpeakPanel } from './speak/speak-panel.tsx';
import { TranscribePanel } from './transcribe/transcribe-panel.tsx';
import { UsagePanel } from './usage/usage-panel.tsx';
import { VoicesPanel } from './voices/voices-panel.tsx';

const Reference = lazy(() => import('./reference/reference.tsx'));

const panelNames = ['speak', 'voices', 'transcribe', 'usage'] as const;
type PanelName = (typeof panelNames)[number];

/** The whole page: the panels at `/`, and the reference of the API at `/docs`. */
export function App({ linkedKey }: { linkedKey: string | undefined }) {
  const isReference = location.pathname === '/docs';
  return isReference ? <ReferencePage /> : <Playground linkedKey={linkedKey} />;
}

function Playground({ linkedKey }: { linkedKey: string | undefined }) {
  const { session, ...entrance } = useEntrance(linkedKey);
  const [panel, openPanel] = usePanel();
  // A panel that was looked at stays, so that what was typed and heard there does.
  const [seen, setSeen] = useState<readonly PanelName[]>([panel]);
  useEffect(() => setSeen((before) => (before.includes(panel) ? before : [...before, panel])), [panel]);
  const [voiceId, setVoiceId] = useState('');
  const speakWith = (id: string) => {
    setVoiceId(id);
    openPanel('speak');
  };
  const contents: Record<PanelName, ReactNode> = {
    speak: <SpeakPanel voiceId={voiceId} onVoice={setVoiceId} />,
    voices: <VoicesPanel onSpeakWith={speakWith} />,
    transcribe: <TranscribePanel />,
    usage: <UsagePanel isShown={panel === 'usage'} />,
  };
  return (
    <>
      <Header current={panel}>
        {session && (
          <button type="button" className="quiet" onClick={session.leave}>
            {english.key.forget}
          </button>
        )}
      </Header>
      {!session && <KeyForm {...entrance} />}
      {session && (
        <SessionProvider session={session}>
          <main>
            {panelNames.map((name) => (
              <section
                key={name}
                id={`panel-${name}`}
                aria-labelledby={`nav-${name}`}
                hidden={name !== panel}
              >
                {(seen.includes(name) || name === panel) && (
                  <FailureBoundary>{contents[name]}</FailureBoundary>
                )}
              </section>
            ))}
          </main>
        </SessionProvider>
      )}
    </>
  );
}

function ReferencePage() {
  return (
    <>
      <Header current="docs" />
      <main>
        <FailureBoundary>
          <Suspense fallback={<p className="soft">{english.loading}</p>}>
            <Reference />
          </Suspense>
        </FailureBoundary>
      </main>
    </>
  );
}

function Header({ current, children }: { current: PanelName | 'docs'; children?: ReactNode }) {
  return (
    <header>
      <a className="brand" href="/">
        <img src="/favicon.svg" alt="" width="28" height="28" />
        <span>{english.name}</span>
      </a>
      <nav aria-label={english.nav.label}>
        {panelNames.map((name) => (
          <a
            key={name}
            id={`nav-${name}`}
            href={current === 'docs' ? `/#${name}` : `#${name}`}
            aria-current={name === current ? 'page' : undefined}
          >
            {english.nav[name]}
          </a>
        ))}
        <a href="/docs" aria-current={current === 'docs' ? 'page' : undefined}>
          {english.nav.docs}
        </a>
      </nav>
      <div className="tools">
        <ThemeSwitch />
        {children}
      </div>
    </header>
  );
}

/** The panel that the address names, which is how links and the browser's buttons choose one. */
function usePanel(): [PanelName, (panel: PanelName) => void] {
  const named = () => panelNames.find((name) => location.hash === `#${name}`);
  const [panel, setPanel] = useState<PanelName>(() => named() ?? 'speak');
  useEffect(() => {
    const onHashChange = () => setPanel((before) => named() ?? (location.hash === '' ? 'speak' : before));
    addEventListener('hashchange', onHashChange);
    return () => removeEventListener('hashchange', onHashChange);
  });
  return [
    panel,
    (next) => {
      location.hash = next;
    },
  ];
}
