import type { PageQuery } from '@shoal/wire';

/** The rows that a page of a list shows. */
export function pageRange({ page_size, page_number }: PageQuery): { limit: number; offset: number } {
  return { limit: page_size, offset: (page_number - 1) * page_size };
}
