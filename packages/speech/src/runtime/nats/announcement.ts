import { z } from 'zod';

/** What a worker tells about itself, every second and when it changes. */
export const Announcement = z.object({
  worker: z.string().min(1).max(64),
  /** Ids of the engines that it speaks with; empty until its first host is ready, and when it stops. */
  engines: z.array(z.string().regex(/^[a-z0-9-]+$/)).max(64),
  /** Ids of what it can listen with. */
  recognizers: z.array(z.string().regex(/^[a-z0-9-]+$/)).max(64),
  /** Engine hosts that are ready. */
  hosts: z.number().int().nonnegative(),
});
export type Announcement = z.infer<typeof Announcement>;

/** What kinds of jobs are called in subjects. Workers with the same engines share one. */
export const jobKinds = {
  render: (engines: readonly string[]) => `render.${[...engines].sort().join('+')}`,
  recordings: 'recordings',
  recognition: 'recognition',
} as const;
