/** The shape of some audio. */
export interface Shape {
  durationSeconds: number;
  /** The loudest sample of each equal part, 0 to 1. */
  peaks: number[];
}

/** How many parts a picture has. */
const parts = 160;

/** @throws DOMException for what the browser cannot decode */
export async function shapeOf(file: Blob): Promise<Shape> {
  // Low, since only the outline is wanted.
  const context = new OfflineAudioContext(1, 1, 16_000);
  const audio = await context.decodeAudioData(await file.arrayBuffer());
  const samples = audio.getChannelData(0);
  const peaks = Array.from({ length: parts }, (_, part) => {
    let loudest = 0;
    const end = Math.floor(((part + 1) * samples.length) / parts);
    for (let i = Math.floor((part * samples.length) / parts); i < end; i++)
      loudest = Math.max(loudest, Math.abs(samples[i] ?? 0));
    return Math.min(1, loudest);
  });
  return { durationSeconds: audio.duration, peaks };
}
