import { access, constants, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { dataDir } from '../local-server.ts';
import type { Finding } from './finding.ts';

/** Whether a server that is started here could keep its data. Makes nothing. */
export async function checkDataDir(): Promise<Finding> {
  const path = dataDir();
  const place = await nearest(path);
  const name = 'Data directory';
  const isFolder = (await stat(place)).isDirectory();
  const isWritable = await access(place, constants.W_OK | constants.X_OK).then(
    () => true,
    () => false,
  );
  if (isFolder && isWritable)
    return { name, state: 'ok', detail: place === path ? path : `${path}, to be made` };
  const reason = isFolder ? 'cannot be written to' : 'is no folder';
  return {
    name,
    state: 'broken',
    detail: `${place} ${reason}`,
    remedy: 'choose another folder with SHOAL_DATA_DIR',
  };
}

/** The path, or what there is of it. */
async function nearest(path: string): Promise<string> {
  return access(path).then(
    () => path,
    () => (dirname(path) === path ? path : nearest(dirname(path))),
  );
}
