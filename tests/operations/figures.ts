/** Figures in the text format of Prometheus, by name and labels: `shoal_jobs_total{endpoint="/v1/tts",…}`. */
export class Figures {
  readonly #values: ReadonlyMap<string, number>;
  readonly text: string;

  private constructor(text: string, earlier?: Figures) {
    this.text = text;
    const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
    this.#values = new Map(
      lines.map((line) => {
        const at = line.lastIndexOf(' ');
        const name = line.slice(0, at);
        return [name, Number(line.slice(at + 1)) - (earlier ? (earlier.#values.get(name) ?? 0) : 0)];
      }),
    );
  }

  static async scrape(url: string): Promise<Figures> {
    const response = await fetch(url);
    if (response.status !== 200) throw new Error(`${response.status} instead of figures`);
    return new Figures(await response.text());
  }

  /** How much has come since then. */
  since(earlier: Figures): Figures {
    return new Figures(this.text, earlier);
  }

  /** Names without labels, and without what histograms add to them. */
  get names(): string[] {
    return [...this.text.matchAll(/^# TYPE (\S+) /gm)].map(([, name = '']) => name);
  }

  /** The sum of all with this name whose labels have these values. */
  sum(name: string, labels: Record<string, string> = {}): number {
    const wanted = Object.entries(labels).map(([label, value]) => `${label}="${value}"`);
    const found = [...this.#values].filter(
      ([key]) => (key === name || key.startsWith(`${name}{`)) && wanted.every((part) => key.includes(part)),
    );
    return found.reduce((sum, [, value]) => sum + value, 0);
  }

  has(name: string): boolean {
    return [...this.#values.keys()].some((key) => key === name || key.startsWith(`${name}{`));
  }
}
