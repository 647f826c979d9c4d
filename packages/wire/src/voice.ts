import { z } from 'zod';
import { Flag, oneOrMore } from './form.ts';
import { freeText } from './free-text.ts';
import { Id } from './id.ts';
import { lineOfText } from './line-of-text.ts';
import { keptUnlessGiven, optionalField } from './optional-field.ts';
import { PageQuery } from './page.ts';
import { queryFlag, queryList, queryText } from './query.ts';
import { Timestamp } from './time.ts';
import { isEmptyFile, uploadedFile } from './uploaded-file.ts';

export const voiceLimits = {
  recordings: 20,
  recordingBytes: 20 * 1024 * 1024,
  coverBytes: 5 * 1024 * 1024,
  tags: 32,
} as const;

const visibilities = ['public', 'unlist', 'private'] as const;
export type Visibility = (typeof visibilities)[number];

const VoiceSample = z
  .object({
    title: z.string().describe('Name for people.'),
    text: z.string().describe('What is said in it; empty where nobody has told.'),
    task_id: z.string().describe('Its own id.'),
    audio: z.string().describe('Where it is: a URL.'),
  })
  .describe('How a voice sounds.');

const Author = z
  .object({
    _id: Id.describe('The account; 32 zeros for voices that come with an engine.'),
    nickname: z.string().describe('Name for people.'),
    avatar: z.string().describe('Address of a picture; empty for none.'),
  })
  .describe('Whose voice it is.');

const always = <Value extends string | number | boolean>(value: Value, why: string) =>
  z.literal(value).describe(`Always ${JSON.stringify(value)}: ${why}.`);

// The Python client insists on every one of these but the last three, and on none being null.
export const Voice = z
  .object({
    _id: z.string().describe('The voice, for `reference_id`: 32 hex digits, or the name of a built-in one.'),
    type: always('tts', 'voices are for speech'),
    title: z.string().describe('Name for people.'),
    description: z.string().describe('More about it; may be empty.'),
    cover_image: z.string().describe('Where its picture is: a URL. Every voice has one.'),
    train_mode: always('fast', 'voices can be used at once'),
    state: z
      .enum(['created', 'training', 'trained', 'failed'])
      .describe('`trained`: it can be used. `failed`: its engine is not there any more.'),
    tags: z.array(z.string()).describe('What it is filed under.'),
    samples: z.array(VoiceSample).describe('How it sounds.'),
    created_at: Timestamp.describe('When it was made.'),
    updated_at: Timestamp.describe('When it last changed.'),
    languages: z
      .array(z.string())
      .describe('BCP 47 tags of the languages it is best at, the best one first.'),
    visibility: z
      .enum(visibilities)
      .describe(
        'Who may see it. `public`: it is listed for all; `unlist`: all who know its id; `private`: its author.',
      ),
    lock_visibility: always(false, 'authors decide'),
    default_text: z.string().describe('What a generated sample says; empty for none.'),
    like_count: always(0, 'there are no likes'),
    mark_count: always(0, 'there are no bookmarks'),
    shared_count: always(0, 'shares are not counted'),
    task_count: z.int().min(0).describe('Texts that it has spoken, to a few seconds.'),
    author: Author,
    liked: always(false, 'there are no likes'),
    unliked: always(false, 'there are no likes'),
    marked: always(false, 'there are no bookmarks'),
  })
  .describe('A voice to speak with.');
export type Voice = z.infer<typeof Voice>;

export const VoicePage = z
  .object({
    total: z.int().min(0).describe('Voices on all pages.'),
    items: z.array(Voice).describe('Voices on this page; none behind the last page.'),
    has_more: z.boolean().describe('Whether there are further pages.'),
    max_offset: z.int().min(0).describe('How many voices may be before a page; the same as `total`.'),
    accessible_upper_bound: z.int().min(0).describe('How many voices pages can show; the same as `total`.'),
    window_limited: always(false, 'all pages can be had'),
    total_is_exact: always(true, 'voices are counted'),
  })
  .describe('A page of voices.');
export type VoicePage = z.infer<typeof VoicePage>;

const MOST_FILTERS = 20;
const filterList = (description: string) =>
  queryList(
    z
      .array(lineOfText(1, 64))
      // Said a second time, a value adds nothing: what counts are different ones.
      .refine((values) => values.length <= MOST_FILTERS, {
        error: `List should have at most ${MOST_FILTERS} items`,
        params: { type: 'too_long', ctx: { max_length: MOST_FILTERS } },
      })
      .default([])
      .describe(`${description} At most ${MOST_FILTERS}.`),
  );

export const ListVoicesQuery = PageQuery.extend({
  title: queryText(
    lineOfText(1, 200)
      .optional()
      .describe('Words, or beginnings of words, that are all in the title or the description.'),
  ),
  tag: filterList('Tags that they all have.'),
  self: queryFlag(
    z.boolean().default(false).describe('One’s own voices, private ones too, instead of all public ones.'),
  ),
  author_id: queryText(Id.optional().describe('Of this account only. Ignored with `self`.')),
  language: filterList('Languages, as BCP 47 tags, of which they speak one.'),
  title_language: filterList('Languages, as BCP 47 tags, of which their title is in one.'),
  sort_by: queryText(
    z
      .enum(['score', 'task_count', 'created_at'])
      .default('score')
      .describe(
        '`score` and `task_count`: those that spoke most first, then new ones; `created_at`: new ones first.',
      ),
  ),
});
export type ListVoicesQuery = z.infer<typeof ListVoicesQuery>;

/** One tag, or several that are joined by commas: two of the clients send every list so. */
const JoinedTags = z
  .string()
  .regex(
    new RegExp(`^[^,\\p{Cc}\\p{Cs}]{0,64}(,[^,\\p{Cc}\\p{Cs}]{0,64}){0,${voiceLimits.tags - 1}}$`, 'u'),
    {
      error: `Input should be at most ${voiceLimits.tags} tags of at most 64 characters, joined by commas`,
    },
  );

const Tags = oneOrMore(JoinedTags, { max: voiceLimits.tags }).transform((sent, context) => {
  const tags = sent.flatMap((joined) => joined.split(',')).map((tag) => tag.trim());
  const given = [...new Set(tags)].filter((tag) => tag !== '');
  if (given.length <= voiceLimits.tags) return given;
  const ctx = { max_length: voiceLimits.tags };
  const message = `List should have at most ${voiceLimits.tags} items`;
  context.addIssue({ code: 'custom', message, params: { type: 'too_long', ctx } });
  return z.NEVER;
});

// `unlisted` is what one of the clients offers.
const SentVisibility = z
  .enum([...visibilities, 'unlisted'])
  .transform((visibility): Visibility => (visibility === 'unlisted' ? 'unlist' : visibility));

const coverMeaning =
  'A picture: PNG, JPEG or still WebP of at most 5 MiB and 4096 × 4096 pixels. What is in it beside the picture is removed. Empty: left out.';
const SentCover = z.preprocess(
  (value) => (isEmptyFile(value) ? undefined : value),
  uploadedFile({ noun: 'Image', limitBytes: voiceLimits.coverBytes }, coverMeaning).nullish(),
);

const Recording = uploadedFile(
  { noun: 'Audio', limitBytes: voiceLimits.recordingBytes },
  'An audio file of at most 20 MiB.',
);

const meaning = {
  title: 'Name for people: one line of 1 to 200 characters.',
  description: 'More about it: at most 2000 characters.',
  visibility: 'Who may see it. `unlisted` is the same as `unlist`.',
  tags: 'What it is filed under: a list, or joined by commas.',
} as const;

export const CreateVoice = z
  .object({
    type: z.literal('tts').describe('Voices are for speech.'),
    title: lineOfText(1, 200).describe(meaning.title),
    train_mode: z.literal('fast').describe('The voice can be used at once.'),
    voices: oneOrMore(Recording, { min: 1, max: voiceLimits.recordings }).describe(
      'Recordings of the voice: 1 to 20 files of at most 20 MiB. As bytes in MessagePack, Base64 in JSON, files in a form.',
    ),
    visibility: optionalField(SentVisibility, 'public', meaning.visibility),
    description: optionalField(freeText(2_000), '', meaning.description),
    cover_image: SentCover.describe(coverMeaning).transform((cover) => cover ?? null),
    texts: oneOrMore(freeText(10_000), { max: voiceLimits.recordings })
      .nullish()
      .describe('What is said in the recordings, one text for each; several may be joined by commas.'),
    tags: Tags.nullish()
      .describe(meaning.tags)
      .transform((tags) => tags ?? []),
    enhance_audio_quality: optionalField(
      Flag,
      true,
      'Removes noise from the recordings before listening to them.',
    ),
    generate_sample: optionalField(Flag, false, 'Adds a sample in which the voice says a sentence.'),
  })
  .transform(({ voices, texts, ...voice }) => ({
    ...voice,
    voices,
    texts: alignTexts(texts ?? [], voices.length),
  }))
  .describe('A voice to make from recordings.');
export type CreateVoice = z.infer<typeof CreateVoice>;

/**
 * A text for each recording, empty where it cannot be told: the clients that join lists by commas join texts, too,
 * which may have commas of their own.
 */
function alignTexts(texts: readonly string[], recordings: number): string[] {
  const [only = ''] = texts;
  const split = texts.length === 1 && recordings > 1 ? only.split(',').map((text) => text.trim()) : texts;
  return split.length === recordings ? [...split] : Array<string>(recordings).fill('');
}

export const UpdateVoice = z
  .object({
    title: keptUnlessGiven(lineOfText(1, 200), meaning.title),
    description: keptUnlessGiven(freeText(2_000), meaning.description),
    cover_image: SentCover.describe(coverMeaning).transform((cover) => cover ?? undefined),
    visibility: keptUnlessGiven(SentVisibility, meaning.visibility),
    tags: keptUnlessGiven(Tags, meaning.tags),
  })
  .describe('What to change of a voice. What is left out stays as it is.');
export type UpdateVoice = z.infer<typeof UpdateVoice>;

export const Done = z.object({ status: z.literal('ok').describe('Always `ok`.') }).describe('It is done.');
