import { useEffect, useState } from 'react';
import { english } from '../english.ts';

const themes = ['system', 'light', 'dark'] as const;
type Theme = (typeof themes)[number];
const storageName = 'shoal-theme';

function keptTheme(): Theme {
  try {
    return themes.find((theme) => theme === localStorage.getItem(storageName)) ?? 'system';
  } catch {
    return 'system';
  }
}

/** Light, dark, or what the system prefers; remembered. */
export function ThemeSwitch() {
  const [theme, setTheme] = useState(keptTheme);
  useEffect(() => {
    document.documentElement.dataset.theme = theme;
    try {
      localStorage.setItem(storageName, theme);
    } catch {}
  }, [theme]);
  const next = themes[(themes.indexOf(theme) + 1) % themes.length] ?? 'system';
  return (
    <button type="button" className="quiet" onClick={() => setTheme(next)} title={english.theme.hint}>
      {english.theme[theme]}
    </button>
  );
}
