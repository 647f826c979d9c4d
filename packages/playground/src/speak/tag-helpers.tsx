import type { RefObject } from 'react';
import { english } from '../english.ts';
import { hasBracketTags } from './speech-settings.ts';
import { inserted, type TagGroup, tagGroups } from './tags.ts';

interface TagHelpersProps {
  area: RefObject<HTMLTextAreaElement | null>;
  model: string;
  onText: (text: string) => void;
}

/** Buttons that put tags into the text. */
export function TagHelpers({ area, model, onText }: TagHelpersProps) {
  const isBracketed = hasBracketTags(model);
  const insert = (tag: string) => {
    const element = area.current;
    if (!element) return;
    const { value, selectionStart, selectionEnd } = element;
    const { text, cursor } = inserted(value, selectionStart, selectionEnd, tag);
    onText(text);
    // After the text is there.
    requestAnimationFrame(() => {
      element.focus();
      element.setSelectionRange(cursor, cursor);
    });
  };
  return (
    <details>
      <summary>{english.speak.tags}</summary>
      <p className="soft">{english.speak.tagsHint}</p>
      {(Object.keys(tagGroups) as TagGroup[]).map((group) => (
        <Group key={group} label={english.speak.tagGroups[group]} onInsert={insert}>
          {tagGroups[group].map((tag) => (isBracketed ? `[${tag}]` : `(${tag})`))}
        </Group>
      ))}
    </details>
  );
}

function Group(props: { label: string; children: readonly string[]; onInsert: (tag: string) => void }) {
  return (
    <fieldset>
      <legend>{props.label}</legend>
      <div className="tags">
        {props.children.map((tag) => (
          <button key={tag} type="button" className="chip" onClick={() => props.onInsert(tag)}>
            {tag}
          </button>
        ))}
      </div>
    </fieldset>
  );
}
