import type { Command } from 'commander';
import type { GlobalOptions } from './context.ts';
import { CommandFailure, exitCodes } from './failure.ts';
import { findLocalServer } from './local-server.ts';

const defaultUrl = 'http://127.0.0.1:8080';

export interface ServerAddress {
  /** Without a slash at the end. */
  url: string;
  /** Who says so. */
  source: '--base-url' | 'FISH_BASE_URL' | 'running here' | 'default';
}

/**
 * The server that a command is for. Never the public API unless it is named: what is said to a Shoal of one's own should
 * not leave the network because it happens to be down.
 */
export async function findServer(command: Command): Promise<ServerAddress> {
  const { baseUrl } = command.optsWithGlobals<GlobalOptions>();
  if (baseUrl) return { url: tidyUrl(baseUrl, '--base-url'), source: '--base-url' };
  const { FISH_BASE_URL: named } = process.env;
  if (named) return { url: tidyUrl(named, 'FISH_BASE_URL'), source: 'FISH_BASE_URL' };
  const local = await findLocalServer();
  return local ? { url: local.url, source: 'running here' } : { url: defaultUrl, source: 'default' };
}

function tidyUrl(url: string, source: string): string {
  if (/^https?:\/\//i.test(url) && URL.canParse(url)) return url.replace(/\/+$/, '');
  throw new CommandFailure(
    `${source} should be an address such as http://127.0.0.1:8080, not ${url}`,
    exitCodes.usage,
  );
}
