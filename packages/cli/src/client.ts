import type { ClientOptions, FishAudio } from '@shoal/sdk';
import type { Command } from 'commander';
import { findServer } from './server-address.ts';

/** A client of the server that a command is for, with the key of the environment. */
export async function openClient(command: Command, options: ClientOptions = {}): Promise<FishAudio> {
  const [{ url }, sdk] = await Promise.all([findServer(command), import('@shoal/sdk')]);
  return new sdk.FishAudio({ baseUrl: url, ...options });
}
