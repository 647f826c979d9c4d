import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { link, mkdir, open, rm } from 'node:fs/promises';
import { join } from 'node:path';

const FILE = 'admin-token';
const PRIVATE = 0o600;
const OTHERS = 0o077;
const TOKEN = /^[\x21-\x7e]{16,256}$/;

/** What the owner of the server authenticates with to manage accounts. */
export class AdminToken {
  readonly #sha256: Buffer;

  constructor(token: string) {
    this.#sha256 = sha256(token);
  }

  /** Takes the same time however much of the candidate is right. */
  matches(candidate: string): boolean {
    return timingSafeEqual(this.#sha256, sha256(candidate));
  }
}

/**
 * The configured token; otherwise the one in the file `admin-token` of the data directory, which is made on the first
 * start, readable by its owner only.
 *
 * @throws Error for people when the token is no 16 to 256 visible ASCII characters
 */
export async function loadAdminToken(dataDir: string, configured?: string): Promise<AdminToken> {
  if (configured !== undefined) return new AdminToken(checked(configured, 'SHOAL_ADMIN_TOKEN'));
  const token = (await readAdminToken(dataDir)) ?? (await create(dataDir));
  return new AdminToken(token);
}

/** The token in the file; undefined when there is none. */
export async function readAdminToken(dataDir: string): Promise<string | undefined> {
  const path = join(dataDir, FILE);
  const text = await readPrivately(path);
  return text === undefined ? undefined : checked(text.replace(/\r?\n$/, ''), path);
}

function checked(token: string, source: string): string {
  if (TOKEN.test(token)) return token;
  throw new Error(
    `${source} holds no admin token of 16 to 256 visible ASCII characters. Without it, a new one is made.`,
  );
}

/** The file's text; undefined when there is none. A file that others may read is theirs no longer. */
async function readPrivately(path: string): Promise<string | undefined> {
  const file = await open(path, 'r').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (!file) return undefined;
  try {
    if ((await file.stat()).mode & OTHERS) await file.chmod(PRIVATE);
    return await file.readFile('utf8');
  } finally {
    await file.close();
  }
}

/** Makes the file, complete from its first moment, unless somebody is faster; returns what is in it then. */
async function create(dataDir: string): Promise<string> {
  const path = join(dataDir, FILE);
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const temporary = `${path}.${randomBytes(8).toString('hex')}.new`;
  const file = await open(temporary, 'wx', PRIVATE);
  try {
    await file.writeFile(`${randomBytes(32).toString('hex')}\n`);
    await file.sync();
    // Unlike a rename, a link does not replace what is there.
    await link(temporary, path).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
  } finally {
    await file.close();
    await rm(temporary, { force: true });
  }
  const token = await readAdminToken(dataDir);
  if (token === undefined) throw new Error(`${path} was removed while the server started`);
  return token;
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
