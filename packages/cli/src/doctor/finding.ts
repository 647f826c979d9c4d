/** One thing that was looked at. */
export interface Finding {
  name: string;
  /** `missing`: it does without, with less. `broken`: something does not work. */
  state: 'ok' | 'missing' | 'broken';
  /** What is there, or what is not possible without it. */
  detail: string;
  /** What to do, where there is something. */
  remedy?: string;
}
