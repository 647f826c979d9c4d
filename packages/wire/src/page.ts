import { z } from 'zod';
import { queryInteger } from './query.ts';

/** Which page of a list. */
export const PageQuery = z.object({
  page_size: queryInteger(z.int().min(1).max(100).default(10).describe('Items on a page.')),
  page_number: queryInteger(z.int().min(1).max(1_000_000).default(1).describe('Which page; the first is 1.')),
});
export type PageQuery = z.infer<typeof PageQuery>;

/** One page of a list. */
export function pageOf<Item extends z.ZodType>(item: Item, description: string) {
  return z
    .object({
      total: z.int().min(0).describe('Items on all pages.'),
      items: z.array(item).describe('Items on this page; none behind the last page.'),
    })
    .describe(description);
}
