/** What work costs. Micro-dollars. */
export interface PriceList {
  /** Of a million bytes of UTF-8 text to say: by model, and of those that are not named. */
  speechMicrosPerMillionBytes: { default: bigint; byModel: Readonly<Record<string, bigint>> };
  /** Of an hour of audio to listen to. */
  recognitionMicrosPerHour: bigint;
  /** Of one request for a voice from a description. */
  voiceDesignMicros: bigint;
}

/** The published prices of the API that is spoken here. */
export const defaultPrices: PriceList = {
  speechMicrosPerMillionBytes: { default: 15_000_000n, byModel: { 's2.1-pro-free': 0n } },
  recognitionMicrosPerHour: 360_000n,
  voiceDesignMicros: 10_000n,
};

const MILLION = 1_000_000n;
const SECONDS_PER_HOUR = 3_600n;

/** Reckons prices in micro-dollars, rounded up to whole ones. */
export class Prices {
  readonly #list: PriceList;
  readonly #speechByModel: ReadonlyMap<string, bigint>;

  constructor(list: PriceList = defaultPrices) {
    this.#list = list;
    this.#speechByModel = new Map(Object.entries(list.speechMicrosPerMillionBytes.byModel));
  }

  /** @param bytes whole number, of the text in UTF-8 */
  speech(model: string, bytes: number): bigint {
    const perMillion = this.#speechByModel.get(model) ?? this.#list.speechMicrosPerMillionBytes.default;
    return divideUp(BigInt(bytes) * perMillion, MILLION);
  }

  /** @param seconds of audio; each that has begun counts */
  recognition(seconds: number): bigint {
    return divideUp(BigInt(Math.ceil(seconds)) * this.#list.recognitionMicrosPerHour, SECONDS_PER_HOUR);
  }

  voiceDesign(): bigint {
    return this.#list.voiceDesignMicros;
  }
}

function divideUp(dividend: bigint, divisor: bigint): bigint {
  return (dividend + divisor - 1n) / divisor;
}
