import { z } from 'zod';

/** A job that waits for a worker, as its gateway tells of it. The job itself comes over the link. */
export const JobOffer = z.object({
  /** Id of the gateway's end. */
  gateway: z.string().min(1).max(64),
  attempt: z.number().int().nonnegative(),
});
export type JobOffer = z.infer<typeof JobOffer>;
