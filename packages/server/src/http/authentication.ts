import type { IncomingHttpHeaders } from 'node:http';
import type { KeyChecker } from '../keys/key-file.ts';
import { Problem } from '../speaking/problem.ts';

const BEARER = /^Bearer +([\x21-\x7e]{1,512}) *$/i;

/** @throws Problem 401 unless the headers hold a known key */
export async function authenticate(headers: IncomingHttpHeaders, keys: KeyChecker): Promise<void> {
  const key = BEARER.exec(headers.authorization ?? '')?.[1];
  if (key === undefined) throw new Problem(401, 'An API key is needed: Authorization: Bearer <key>');
  if (!(await keys.isKnown(key))) throw new Problem(401, 'The API key is not valid');
}
