import {
  CreateVoice,
  invalidInput,
  type ListVoicesQuery,
  parseInput,
  UpdateVoice,
  type Voice as WireVoice,
} from '@shoal/wire';
import type { FastifyRequest } from 'fastify';
import { CLIENT_LEFT } from '../metering/metering.ts';
import { Problem } from '../speaking/problem.ts';
import { ImageError } from '../voices/covers/image-error.ts';
import { house, type LibraryVoice } from '../voices/voice.ts';
import type { VoiceLibrary } from '../voices/voice-library.ts';
import type { VoiceSelection } from '../voices/voice-list.ts';
import type { Viewer } from '../voices/voice-store.ts';
import { accountOf, type Caller } from './authentication.ts';
import type { EndpointCall, EndpointHandlers } from './mount.ts';
import { pageRange } from './page-range.ts';
import { serverUrl } from './server-url.ts';
import { isoTime } from './wallet.ts';

type Handlers = Pick<
  EndpointHandlers,
  'listVoices' | 'createVoice' | 'getVoice' | 'updateVoice' | 'deleteVoice'
>;

/**
 * The voice library, as clients know it: as models.
 *
 * @param speaks whether there is an engine for a built-in voice now
 */
export function voiceEndpoints(library: VoiceLibrary, speaks: (voice: string) => boolean): Handlers {
  const wireVoice = (voice: LibraryVoice, request: FastifyRequest): WireVoice => ({
    ...describeVoice(voice, request),
    ...(voice.author.id === house.id && !speaks(voice.id) && { state: 'failed' }),
  });
  return {
    listVoices: async ({ query, caller, request }) => {
      const range = pageRange(query);
      const { total, items } = await library.list(selectionOf(query, caller), range);
      return {
        total,
        items: items.map((voice) => wireVoice(voice, request)),
        has_more: range.offset + items.length < total,
        max_offset: total,
        accessible_upper_bound: total,
        window_limited: false,
        total_is_exact: true,
      };
    },
    createVoice: async (call) => {
      const voice = await createVoice(library, call);
      call.reply.code(201);
      return wireVoice(voice, call.request);
    },
    getVoice: async ({ params, caller, request }) =>
      wireVoice(await library.find(params.id, viewerOf(caller)), request),
    updateVoice: async ({ params, caller, body }) => {
      const { cover_image: cover, ...changes } = parseInput(UpdateVoice, body, 'body');
      const given = Object.entries({ ...changes, cover }).filter(([, value]) => value !== undefined);
      await library
        .update(params.id, accountOf(caller).accountId, Object.fromEntries(given))
        .catch(asInvalidInput);
      return { status: 'ok' };
    },
    deleteVoice: async ({ params, caller }) => {
      await library.delete(params.id, accountOf(caller).accountId);
      return { status: 'ok' };
    },
  };
}

/** Who asks; strangers have no key, and neither has the administrator an account. */
export function viewerOf(caller: Caller | undefined): Viewer {
  return caller?.identity?.accountId;
}

async function createVoice(
  library: VoiceLibrary,
  { body, caller, reply }: EndpointCall<'createVoice'>,
): Promise<LibraryVoice> {
  const { accountId } = accountOf(caller);
  const wanted = parseInput(CreateVoice, body, 'body');
  const leaving = new AbortController();
  const leave = () => leaving.abort(new Problem(CLIENT_LEFT, 'The client left'));
  reply.raw.once('close', leave);
  // Before anybody was there to notice.
  if (reply.raw.destroyed) leave();
  const { title, description, visibility, tags } = wanted;
  const recordings = wanted.voices.map((audio, index) => ({ audio, text: wanted.texts[index] ?? '' }));
  return library
    .create(
      {
        ...{ title, description, visibility, tags, recordings, cover: wanted.cover_image },
        ...{ enhance: wanted.enhance_audio_quality, generateSample: wanted.generate_sample },
      },
      accountId,
      leaving.signal,
    )
    .catch(asInvalidInput);
}

/** A picture that turns out to be of no use is reported as a field that does not fit. */
function asInvalidInput(error: unknown): never {
  if (error instanceof ImageError) throw invalidInput(['body', 'cover_image'], error.message);
  throw error;
}

function selectionOf(query: ListVoicesQuery, caller: Caller | undefined): VoiceSelection {
  return {
    ...ownership(query, viewerOf(caller)),
    text: query.title,
    tags: query.tag,
    languages: query.language,
    titleLanguages: query.title_language,
    order: query.sort_by === 'created_at' ? 'age' : 'tasks',
  };
}

/** @throws Problem 401 when a stranger asks for voices of their own */
function ownership(
  query: ListVoicesQuery,
  viewer: Viewer,
): Pick<VoiceSelection, 'accountId' | 'withUnlisted'> {
  if (query.self) {
    if (viewer === undefined) throw new Problem(401, 'Voices of one’s own need an API key');
    return { accountId: viewer, withUnlisted: true };
  }
  if (query.author_id === undefined) return {};
  return { accountId: query.author_id === house.id ? null : query.author_id };
}

function describeVoice(voice: LibraryVoice, request: FastifyRequest): WireVoice {
  const filesUrl = `${serverUrl(request) ?? ''}/voices/${voice.id}`;
  return {
    _id: voice.id,
    type: 'tts',
    title: voice.title,
    description: voice.description,
    cover_image: `${filesUrl}/cover`,
    train_mode: 'fast',
    state: voice.state,
    tags: voice.tags,
    samples: voice.samples.map(({ id, kind, position, text }) => ({
      title: kind === 'generated' ? 'Generated' : `Recording ${position}`,
      text,
      task_id: id,
      audio: `${filesUrl}/samples/${position}`,
    })),
    created_at: isoTime(voice.createdAtMs),
    updated_at: isoTime(voice.updatedAtMs),
    languages: voice.languages,
    visibility: voice.visibility,
    lock_visibility: false,
    default_text: voice.defaultText,
    like_count: 0,
    mark_count: 0,
    shared_count: 0,
    task_count: voice.taskCount,
    author: { _id: voice.author.id, nickname: voice.author.nickname, avatar: voice.author.avatar },
    liked: false,
    unliked: false,
    marked: false,
  };
}
