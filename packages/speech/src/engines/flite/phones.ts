/** A speech sound, in milliseconds from the start of what Flite made. */
export interface Phone {
  /** Flite's name: those of the CMU Pronouncing Dictionary in lower case, `ax`, and `pau` for a pause. */
  name: string;
  startMs: number;
  endMs: number;
}

/** What `-psdur` prints: names with end times in seconds, as in `pau:0.220 hh:0.295 … ow:1.012 pau:1.194`. */
export function readPhones(printed: string): Phone[] {
  let startMs = 0;
  return Array.from(printed.matchAll(/([a-z]+):(\d+\.\d+)/g), ([, name = '', end]) => {
    const phone = { name, startMs, endMs: Number(end) * 1000 };
    startMs = phone.endMs;
    return phone;
  });
}

/** All but the pauses. */
export function spokenPhones(phones: readonly Phone[]): Phone[] {
  return phones.filter(({ name }) => name !== 'pau');
}
