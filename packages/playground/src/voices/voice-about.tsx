import type { Visibility } from '@shoal/sdk';
import { english } from '../english.ts';
import { Choice } from '../parts/fields.tsx';

const words = english.voices;

/** What its owner says of a voice, as it is typed. */
export interface About {
  title: string;
  description: string;
  /** Joined by commas. */
  tags: string;
  visibility: Visibility;
  /** A new picture; undefined leaves it as it is, or to the server. */
  coverImage?: File | undefined;
}

/** Of a voice that has no name yet. */
export const nothingSaid: About = { title: '', description: '', tags: '', visibility: 'private' };

/** The fields of what its owner says of a voice. */
export function VoiceAbout({
  about,
  onChange,
}: {
  about: About;
  onChange: (changes: Partial<About>) => void;
}) {
  const { title, description, tags, visibility } = about;
  return (
    <>
      <label className="field">
        <span>{words.name}</span>
        <input value={title} maxLength={200} onChange={(event) => onChange({ title: event.target.value })} />
      </label>
      <label className="field">
        <span>{words.description}</span>
        <input
          value={description}
          maxLength={2000}
          onChange={(event) => onChange({ description: event.target.value })}
        />
      </label>
      <label className="field">
        <span>{words.tags}</span>
        <input value={tags} onChange={(event) => onChange({ tags: event.target.value })} />
      </label>
      <Choice
        label={words.visibility}
        options={words.visibilities}
        value={visibility}
        onChange={(next) => onChange({ visibility: next })}
      />
      <label className="field">
        <span>{words.picture}</span>
        <input
          type="file"
          accept="image/png,image/jpeg,image/webp"
          onChange={(event) => onChange({ coverImage: event.target.files?.[0] })}
        />
      </label>
    </>
  );
}

/** `calm, deep` → `calm` and `deep`. */
export function tagsIn(text: string): string[] {
  return text
    .split(',')
    .map((tag) => tag.trim())
    .filter((tag) => tag !== '');
}
