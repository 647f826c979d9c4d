/** Which part of a list. */
export interface PageRange {
  limit: number;
  /** Items before it. */
  offset: number;
}

export interface Page<Item> {
  /** Items of the whole list. */
  total: number;
  items: Item[];
}
