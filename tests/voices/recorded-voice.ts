import { speak } from '../http/speech-call.ts';
import type { RunningServer } from '../running-server.ts';

/** Half a minute of anybody's speech. */
const passage =
  'The North Wind and the Sun were disputing which was the stronger, when a traveller came along wrapped in a warm ' +
  'cloak. They agreed that the one who first succeeded in making the traveller take his cloak off should be ' +
  'considered stronger than the other. Then the North Wind blew as hard as he could.';

/** A recording of somebody: a built-in voice that plays them. */
export function record(
  server: Pick<RunningServer, 'url' | 'key'>,
  voice: string,
): Promise<Uint8Array<ArrayBuffer>> {
  return speak(server, { text: passage, reference_id: voice, format: 'wav', sample_rate: 16_000 }) as Promise<
    Uint8Array<ArrayBuffer>
  >;
}

/** Makes a voice from recordings, as curl does. */
export async function createVoice(
  server: Pick<RunningServer, 'url' | 'key'>,
  recordings: Uint8Array<ArrayBuffer>[],
  fields: Record<string, string> = {},
): Promise<Response> {
  const form = new FormData();
  const all = { type: 'tts', train_mode: 'fast', title: 'Somebody', visibility: 'private', ...fields };
  for (const [name, value] of Object.entries(all)) form.append(name, value);
  for (const audio of recordings) form.append('voices', new Blob([audio]), 'upload');
  return fetch(`${server.url}/model`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${server.key}` },
    body: form,
  });
}

/** The id of a new voice. Throws unless it is made. */
export async function newVoice(
  ...[server, recordings, fields]: Parameters<typeof createVoice>
): Promise<string> {
  const response = await createVoice(server, recordings, fields);
  const body = (await response.json()) as { _id: string };
  if (response.status !== 201) throw new Error(`${response.status}: ${JSON.stringify(body)}`);
  return body._id;
}
