import { useState } from 'react';
import { english } from '../english.ts';

/** Copies a text, and says so. */
export function CopyButton({ text, label = english.copy }: { text: string; label?: string }) {
  const [isCopied, setCopied] = useState(false);
  const copy = async () => {
    await copyText(text);
    setCopied(true);
    setTimeout(() => setCopied(false), 1_500);
  };
  return (
    <button type="button" onClick={copy}>
      <span aria-live="polite">{isCopied ? english.copied : label}</span>
    </button>
  );
}

/** Pages without https have no clipboard of the modern kind. */
async function copyText(text: string): Promise<void> {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  const area = document.createElement('textarea');
  area.value = text;
  document.body.append(area);
  area.select();
  document.execCommand('copy');
  area.remove();
}
