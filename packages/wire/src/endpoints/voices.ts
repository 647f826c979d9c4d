import { z } from 'zod';
import { Bytes } from '../bytes.ts';
import { uploadMediaTypes } from '../codec.ts';
import { CreateVoice, Done, ListVoicesQuery, UpdateVoice, Voice, VoicePage } from '../voice.ts';
import type { Endpoint } from './endpoint.ts';
import { json, keyReplies, parameterReplies, problem, problemForNow, uploadReplies } from './replies.ts';

// Of any form: what cannot be a voice is one that does not exist.
const VoiceParams = z.object({ id: z.string().describe('The voice.') });
const FileParams = z.object({ voice_id: z.string().describe('The voice.') });
const SampleParams = FileParams.extend({
  sample: z.string().describe('Which of its samples; the first is 1.'),
});

const unknownVoice = { 404: problem('There is no such voice, or it is private and not yours.') } as const;
const notYours = {
  ...unknownVoice,
  403: problem('The API key may not do this, or the voice belongs to somebody else.'),
} as const;

/** What recordings of voices may be; anything else is served as bytes of no known kind. */
export const recordingMediaTypes = [
  'audio/wav',
  'audio/mpeg',
  'audio/ogg',
  'audio/flac',
  'audio/mp4',
  'audio/webm',
  'audio/aac',
  'application/octet-stream',
] as const;
export type RecordingMediaType = (typeof recordingMediaTypes)[number];

/** What pictures of voices may be. The last is what a voice without one is given. */
export const coverMediaTypes = ['image/png', 'image/jpeg', 'image/webp', 'image/svg+xml'] as const;
export type CoverMediaType = (typeof coverMediaTypes)[number];

const fileReplies = (description: string, mediaTypes: readonly string[]) => {
  const headers = { ETag: 'Changes with the content.', 'Accept-Ranges': '`bytes`: parts can be asked for.' };
  return {
    ...keyReplies,
    ...unknownVoice,
    200: { description, mediaTypes, schema: Bytes, headers },
    206: {
      description: 'The part of it that `Range` asks for.',
      mediaTypes,
      schema: Bytes,
      headers: { ...headers, 'Content-Range': 'Which part it is.' },
    },
    304: { description: 'It is what `If-None-Match` tells.', mediaTypes: [], schema: Bytes },
    416: problem('The part that `Range` asks for does not exist.'),
  } as const;
};

/** The voice library. The published API calls a voice a model. */
export const voiceEndpoints = {
  listVoices: {
    method: 'GET',
    path: '/model',
    summary: 'List voices',
    scope: 'voices:read',
    keyOptional: true,
    query: ListVoicesQuery,
    replies: { ...keyReplies, ...parameterReplies, 200: json(VoicePage, 'A page of them.') },
  },
  createVoice: {
    method: 'POST',
    path: '/model',
    summary: 'Make a voice from recordings',
    scope: 'voices:write',
    body: { schema: CreateVoice, mediaTypes: uploadMediaTypes },
    replies: {
      ...keyReplies,
      ...uploadReplies,
      201: json(Voice, 'The voice, which can be used at once.'),
      503: problemForNow('Recordings cannot be listened to at the moment.'),
    },
  },
  getVoice: {
    method: 'GET',
    path: '/model/{id}',
    summary: 'Show a voice',
    scope: 'voices:read',
    keyOptional: true,
    params: VoiceParams,
    replies: { ...keyReplies, ...unknownVoice, 200: json(Voice, 'The voice.') },
  },
  updateVoice: {
    method: 'PATCH',
    path: '/model/{id}',
    summary: 'Change a voice',
    scope: 'voices:write',
    params: VoiceParams,
    body: { schema: UpdateVoice, mediaTypes: uploadMediaTypes, mayBeMissing: true },
    replies: { ...keyReplies, ...uploadReplies, ...notYours, 200: json(Done, 'It is changed.') },
  },
  deleteVoice: {
    method: 'DELETE',
    path: '/model/{id}',
    summary: 'Delete a voice with its recordings',
    scope: 'voices:write',
    params: VoiceParams,
    replies: { ...keyReplies, ...notYours, 200: json(Done, 'It is gone.') },
  },
  voiceSample: {
    method: 'GET',
    path: '/voices/{voice_id}/samples/{sample}',
    summary: 'Hear a voice',
    scope: 'voices:read',
    keyOptional: true,
    params: SampleParams,
    replies: fileReplies('The sample, as it was uploaded.', recordingMediaTypes),
  },
  voiceCover: {
    method: 'GET',
    path: '/voices/{voice_id}/cover',
    summary: 'Show the picture of a voice',
    scope: 'voices:read',
    keyOptional: true,
    params: FileParams,
    replies: fileReplies('The picture.', coverMediaTypes),
  },
} as const satisfies Record<string, Endpoint>;
