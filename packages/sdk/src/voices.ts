import { bytesOf, type FileBytes } from './body.ts';
import type { RequestOptions } from './options.ts';
import type { Transport } from './transport.ts';
import { type DesignVoiceParams, designVoices, type VoiceCandidate } from './voice-design.ts';
import { VoiceList } from './voice-list.ts';

/** Who may see a voice. `public`: it is listed for all; `unlist`: all who know its id; `private`: its author. */
export type Visibility = 'public' | 'unlist' | 'private';

/** A voice to speak with. Servers may tell more. */
export interface Voice {
  /** For `referenceId`. */
  id: string;
  type: string;
  title: string;
  description: string;
  /** Where its picture is. */
  coverImage: string;
  trainMode: string;
  state: 'created' | 'training' | 'trained' | 'failed';
  tags: string[];
  samples: VoiceSample[];
  /** BCP 47 tags, the best one first. */
  languages: string[];
  visibility: Visibility;
  lockVisibility: boolean;
  likeCount: number;
  markCount: number;
  sharedCount: number;
  /** How often it has spoken. */
  taskCount: number;
  author: VoiceAuthor;
  /** RFC 3339. */
  createdAt: string;
  /** RFC 3339. */
  updatedAt: string;
  liked?: boolean;
  marked?: boolean;
}

/** How a voice sounds. */
export interface VoiceSample {
  title: string;
  /** What is said in it. */
  text: string;
  taskId: string;
  /** Where it is. */
  audio: string;
}

/** Whose voice it is. */
export interface VoiceAuthor {
  id: string;
  nickname: string;
  avatar: string;
}

/** A page of voices. */
export interface VoicePage {
  /** Voices on all pages. */
  total: number;
  items: Voice[];
  /** Whether there are further pages, where the server tells. */
  hasMore?: boolean;
}

/** Which voices to list. */
export interface ListVoicesParams {
  /** Voices on a page, 1 to 100; 10 unless given. */
  pageSize?: number | undefined;
  /** Which page; the first is 1. */
  pageNumber?: number | undefined;
  title?: string | undefined;
  tags?: string | string[] | undefined;
  /** One's own voices only. */
  selfOnly?: boolean | undefined;
  authorId?: string | undefined;
  language?: string | string[] | undefined;
  titleLanguage?: string | string[] | undefined;
  /** `task_count` unless given: those that spoke most first. */
  sortBy?: 'score' | 'task_count' | 'created_at' | undefined;
}

/** A voice to make. */
export interface CreateVoiceParams {
  title: string;
  /** Recordings of the voice: 1 to 20 audio files. */
  voices: FileBytes[];
  description?: string | undefined;
  /** What is said in the recordings, one text for each; found out unless given. */
  texts?: string[] | undefined;
  tags?: string[] | undefined;
  /** A picture; public voices need one. */
  coverImage?: FileBytes | undefined;
  /** `private` unless given. */
  visibility?: Visibility | undefined;
  /** `fast` is the only one. */
  trainMode?: 'fast' | undefined;
  /** Removes noise from the recordings first; true unless given. */
  enhanceAudioQuality?: boolean | undefined;
}

/** What to change of a voice. What is left out stays as it is. */
export interface UpdateVoiceParams {
  title?: string | undefined;
  description?: string | undefined;
  coverImage?: FileBytes | undefined;
  visibility?: Visibility | undefined;
  tags?: string[] | undefined;
}

/**
 * The voice library.
 *
 * @example
 * for await (const voice of client.voices.list({ language: 'en' })) console.log(voice.id, voice.title);
 */
export class Voices {
  readonly #transport: Transport;

  /** @internal */
  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /**
   * Lists voices. Awaited, the result is one page; in a loop, it is every voice from there on.
   *
   * @throws once read: APIError, ConnectionError, TimeoutError, or the reason of the signal
   * @example
   * const { total, items } = await client.voices.list({ pageSize: 20 });
   * for await (const voice of client.voices.list({ tags: ['calm'] })) console.log(voice.title);
   */
  list(params: ListVoicesParams = {}, options?: RequestOptions): VoiceList {
    const { pageSize = 10, pageNumber = 1, sortBy = 'task_count', selfOnly = false } = params;
    const query = {
      page_size: pageSize,
      title: params.title,
      tag: params.tags,
      self: selfOnly,
      author_id: params.authorId,
      language: params.language,
      title_language: params.titleLanguage,
      sort_by: sortBy,
    };
    const getPage = (page: number) =>
      this.#transport.json<VoicePage>(
        { method: 'GET', path: '/model', query: { ...query, page_number: page } },
        options,
      );
    return new VoiceList(getPage, pageNumber, pageSize);
  }

  /**
   * A voice by its id.
   *
   * @throws NotFoundError, PermissionError for another's private voice; else as all calls
   * @example
   * const { title } = await client.voices.get('flite-slt');
   */
  get(id: string, options?: RequestOptions): Promise<Voice> {
    return this.#transport.json<Voice>({ method: 'GET', path: pathOf(id) }, options);
  }

  /**
   * Makes a voice from recordings.
   *
   * @throws ValidationError for recordings that cannot be used; else as all calls
   * @example
   * const voice = await client.voices.create({ title: 'Me', voices: [await readFile('me.wav')] });
   */
  async create(params: CreateVoiceParams, options?: RequestOptions): Promise<Voice> {
    const { title, voices, description, texts, tags, coverImage } = params;
    const body = {
      type: 'tts',
      train_mode: params.trainMode ?? 'fast',
      title,
      voices: await Promise.all(voices.map(bytesOf)),
      visibility: params.visibility ?? 'private',
      description,
      texts,
      tags,
      cover_image: coverImage && (await bytesOf(coverImage)),
      enhance_audio_quality: params.enhanceAudioQuality ?? true,
    };
    return this.#transport.json<Voice>({ method: 'POST', path: '/model', body, once: true }, options);
  }

  /**
   * Makes voices up from a description: candidates to choose from, of which nothing is kept.
   *
   * @throws ValidationError; else as all calls
   * @example
   * const [candidate] = await client.voices.design({ instruction: 'A deep old man, slightly hoarse' });
   * if (candidate) await client.voices.create({ title: 'Grandfather', voices: [candidate.audio] });
   */
  design(params: DesignVoiceParams, options?: RequestOptions): Promise<VoiceCandidate[]> {
    return designVoices(this.#transport, params, options);
  }

  /**
   * Changes what is given.
   *
   * @throws NotFoundError, PermissionError, ValidationError; else as all calls
   * @example
   * await client.voices.update(voice.id, { title: 'Me, louder', tags: [] });
   */
  async update(id: string, params: UpdateVoiceParams, options?: RequestOptions): Promise<void> {
    const { title, description, coverImage, visibility, tags } = params;
    const cover_image = coverImage && (await bytesOf(coverImage));
    const body = { title, description, cover_image, visibility, tags };
    await this.#do({ method: 'PATCH', path: pathOf(id), body }, options);
  }

  /**
   * Deletes a voice.
   *
   * @throws NotFoundError, PermissionError; else as all calls
   * @example
   * await client.voices.delete(voice.id);
   */
  async delete(id: string, options?: RequestOptions): Promise<void> {
    await this.#do({ method: 'DELETE', path: pathOf(id) }, options);
  }

  async #do(call: Parameters<Transport['send']>[0], options?: RequestOptions): Promise<void> {
    const answer = await this.#transport.send(call, options);
    await answer.text();
  }
}

const pathOf = (id: string) => `/model/${encodeURIComponent(id)}`;
