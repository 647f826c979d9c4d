// Preloaded into a process, it makes a machine without system libraries of it, and without the models beside them.
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import koffi from 'koffi';

koffi.load = (name) => {
  throw new Error(`Failed to load shared library: ${name}: cannot open shared object file`);
};
const { access } = fs.promises;
fs.promises.access = async (path, mode) => {
  if (String(path).startsWith('/usr/share/')) throw Object.assign(new Error('ENOENT'), { code: 'ENOENT' });
  return access(path, mode);
};
syncBuiltinESMExports();
