import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import type { Visibility } from '@shoal/wire';
import type { Page, PageRange } from '../accounts/page.ts';
import { Problem } from '../speaking/problem.ts';
import type { Blobs, ByteRange } from '../storage/blobs.ts';
import { createId } from '../storage/create-id.ts';
import type { Log } from '../telemetry/log.ts';
import { BuiltInSamples } from './built-in-samples.ts';
import { cleanCover } from './covers/cover-image.ts';
import { generatedCover } from './covers/generated-cover.ts';
import type { MissingTranscripts } from './missing-transcripts.ts';
import { recordingType } from './recording-type.ts';
import { sampleSentence } from './sample-sentences.ts';
import { introductionLanguage, spokenLanguages } from './spoken-languages.ts';
import type { LibraryVoice, StoredSample, VoiceFile } from './voice.ts';
import type { SampleSpeaker, SpokenSample, VoiceAnalysis, VoiceAnalyst } from './voice-analyst.ts';
import { type NewFiles, withNewFiles } from './voice-files.ts';
import type { VoiceSelection } from './voice-list.ts';
import type { Viewer, VoiceStore } from './voice-store.ts';

export interface VoiceLibraryParts {
  store: VoiceStore;
  blobs: Blobs;
  analyst: VoiceAnalyst & SampleSpeaker;
  /** For recordings without a text. */
  transcripts: Pick<MissingTranscripts, 'add'>;
  log: Pick<Log, 'warn'>;
}

/** A voice to make from recordings. */
export interface RecordedVoice {
  title: string;
  description: string;
  visibility: Visibility;
  tags: string[];
  /** Audio files with what is said in them; empty where that is not known. */
  recordings: { audio: Uint8Array; text: string }[];
  /** A picture; null for none. */
  cover: Uint8Array | null;
  /** Remove noise before listening. */
  enhance: boolean;
  /** Add a sample in which the voice speaks. */
  generateSample: boolean;
}

/** What is left out stays as it is. */
export type VoiceUpdate = Partial<Pick<RecordedVoice, 'title' | 'description' | 'visibility' | 'tags'>> & {
  cover?: Uint8Array;
};

/** A file that may be read. */
export interface OpenFile {
  about: Omit<VoiceFile, 'blob'>;
  /** Undefined when the voice was deleted just now. */
  open(range?: ByteRange): Promise<Readable | Uint8Array | undefined>;
}

/** What a new voice says. */
type Introduction = SpokenSample & { text: string };

/** The voices of an installation and their files: who may see, hear and change them. */
export class VoiceLibrary {
  readonly #parts: VoiceLibraryParts;
  readonly #builtInSamples: BuiltInSamples;

  constructor(parts: VoiceLibraryParts) {
    this.#parts = parts;
    this.#builtInSamples = new BuiltInSamples({ ...parts, speaker: parts.analyst });
  }

  list(selection: VoiceSelection, range: PageRange): Promise<Page<LibraryVoice>> {
    return this.#parts.store.list(selection, range);
  }

  /** @throws Problem 404 for a voice that does not exist, as for one that the viewer may not see */
  async find(id: string, viewer: Viewer): Promise<LibraryVoice> {
    // A database has no such text.
    const voice = id.includes('\0') ? undefined : await this.#parts.store.find(id, viewer);
    if (!voice) throw noSuchVoice();
    return voice;
  }

  /**
   * Makes a voice. Its files are there before it is: of a crash in between only files are left, and swept up.
   *
   * @throws SpeechError when a recording is of no use, or nobody can listen now; ImageError
   */
  async create(wanted: RecordedVoice, accountId: string, signal: AbortSignal): Promise<LibraryVoice> {
    const { store, blobs, analyst, transcripts } = this.#parts;
    const cover = wanted.cover && (await cleanCover(wanted.cover));
    const audio = wanted.recordings.map((recording) => recording.audio);
    const analysis = await analyst.analyse(audio, { enhance: wanted.enhance, signal });
    const languages = spokenLanguages(wanted.recordings.map(({ text }) => text));
    const sentence = sampleSentence([introductionLanguage(languages, wanted.title)]);
    const introduction = wanted.generateSample && (await this.#introduce(sentence, analysis, signal));
    signal.throwIfAborted();
    const id = createId();
    const nowMs = Date.now();
    return withNewFiles(blobs, id, async (files) => {
      const samples = await putSamples(files, wanted, analysis, introduction);
      const voice = await store.create({
        ...{ id, accountId, title: wanted.title, description: wanted.description, tags: wanted.tags },
        ...{ visibility: wanted.visibility, state: 'trained', profile: analysis.profile },
        ...{ languages, samples, defaultText: introduction ? introduction.text : '' },
        cover: cover && (await files.put(cover.bytes, cover.mediaType)),
        ...{ createdAtMs: nowMs, updatedAtMs: nowMs },
      });
      transcripts.add(voice, samples);
      return voice;
    });
  }

  /**
   * @throws Problem 403 for a voice of somebody else, 404 when there is none that the account may see; ImageError
   */
  async update(id: string, accountId: string, { cover, ...words }: VoiceUpdate): Promise<void> {
    await this.#checkOwner(id, accountId);
    if (Object.keys(words).length === 0 && !cover) return;
    const image = cover && (await cleanCover(cover));
    const changed = await withNewFiles(this.#parts.blobs, id, async (files) => {
      const coverFile = image && (await files.put(image.bytes, image.mediaType));
      const changed = await this.#parts.store.update(id, accountId, {
        ...words,
        ...(coverFile && { cover: coverFile }),
      });
      // Deleted meanwhile.
      if (!changed) throw noSuchVoice();
      return changed;
    });
    if (changed.replacedBlob !== undefined) await this.#deleteBlobs([changed.replacedBlob]);
  }

  /**
   * Deletes a voice with its files. What somebody is reading may be read to its end.
   *
   * @throws Problem 403 for a voice of somebody else, 404 when there is none that the account may see
   */
  async delete(id: string, accountId: string): Promise<void> {
    await this.#checkOwner(id, accountId);
    const blobs = await this.#parts.store.delete(id, accountId);
    if (!blobs) throw noSuchVoice();
    await this.#deleteBlobs(blobs);
  }

  /** @throws Problem 404 when there is none that the viewer may hear */
  async openSample(id: string, position: string, viewer: Viewer): Promise<OpenFile> {
    const { samples } = await this.find(id, viewer);
    const sample = samples.find((one) => String(one.position) === position);
    if (!sample) throw new Problem(404, 'There is no such sample');
    return this.#openFile(sample.file ?? (await this.#builtInSamples.file(id, sample)));
  }

  /** @throws Problem 404 when there is no voice that the viewer may see */
  async openCover(id: string, viewer: Viewer): Promise<OpenFile> {
    const { cover, title } = await this.find(id, viewer);
    if (cover) return this.#openFile(cover);
    const bytes = Buffer.from(generatedCover(id, title));
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    return {
      about: { mediaType: 'image/svg+xml', bytes: bytes.length, sha256 },
      open: async (range) => (range ? bytes.subarray(range.first, range.last + 1) : bytes),
    };
  }

  async #introduce(text: string, analysis: VoiceAnalysis, signal: AbortSignal): Promise<Introduction> {
    return { text, ...(await this.#parts.analyst.speak(text, analysis, signal)) };
  }

  #openFile({ blob, mediaType, bytes, sha256 }: VoiceFile): OpenFile {
    return { about: { mediaType, bytes, sha256 }, open: (range) => this.#parts.blobs.get(blob, range) };
  }

  async #checkOwner(id: string, accountId: string): Promise<void> {
    const { author } = await this.find(id, accountId);
    if (author.id !== accountId) throw new Problem(403, 'The voice belongs to somebody else');
  }

  /** What cannot be deleted now is swept up later. */
  async #deleteBlobs(keys: string[]): Promise<void> {
    for (const key of keys) {
      await this.#parts.blobs
        .delete(key)
        .catch((error) => this.#parts.log.warn({ err: error }, 'a file of a voice could not be deleted'));
    }
  }
}

/** The recordings, then what the voice says itself. */
async function putSamples(
  files: NewFiles,
  { recordings }: RecordedVoice,
  analysis: VoiceAnalysis,
  introduction: Introduction | false,
): Promise<StoredSample[]> {
  const samples: StoredSample[] = [];
  const add = async (kind: StoredSample['kind'], audio: Uint8Array, text: string, seconds: number | null) => {
    const file = await files.put(audio, recordingType(audio));
    samples.push({ id: createId(), position: samples.length + 1, kind, text, seconds, file });
  };
  for (const [index, { audio, text }] of recordings.entries())
    await add('recording', audio, text, analysis.recordings[index]?.seconds ?? null);
  if (introduction) await add('generated', introduction.audio, introduction.text, introduction.seconds);
  return samples;
}

function noSuchVoice(): Problem {
  return new Problem(404, 'There is no such voice');
}
