export type Role = 'admin' | 'member';

/** Who owns keys and pays for work. */
export interface Account {
  id: string;
  /** Name for people. */
  nickname: string;
  /** Address of a picture; empty for none. */
  avatar: string;
  role: Role;
  /** Most requests at once; null: what the server gives to such accounts. */
  concurrency: number | null;
  createdAtMs: number;
}
