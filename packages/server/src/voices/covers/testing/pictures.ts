import { spawnSync } from 'node:child_process';

export const latin1 = (text: string) => Buffer.from(text, 'latin1');

/** What is in a file beside its picture. */
export const SECRET = 'GPS 52.5N 13.4E';

/** How files are refused. */
export const refused = { name: 'ImageError' };

export const contains = (file: Uint8Array, text: string) => Buffer.from(file).includes(text);

/** Makes a picture in the format, of 64 × 48 pixels in colours. */
export function drawn(format: string, ...options: string[]): Buffer {
  const source = ['-f', 'lavfi', '-i', 'testsrc=size=64x48:duration=1:rate=1', '-frames:v', '1'];
  const run = spawnSync(
    'ffmpeg',
    ['-v', 'error', ...source, ...options, '-f', 'image2pipe', '-c:v', format, '-'],
    {
      maxBuffer: 1e8,
    },
  );
  if (run.status !== 0) throw new Error(String(run.stderr));
  return run.stdout;
}

/** The pixels, as red, green and blue; what is not shown is not in it. */
export function pixelsOf(file: Uint8Array): Buffer {
  const output = ['-f', 'rawvideo', '-pix_fmt', 'rgba', '-'];
  const run = spawnSync('ffmpeg', ['-v', 'error', '-i', '-', ...output], { input: file, maxBuffer: 1e9 });
  if (run.status !== 0 || run.stderr.length > 0) throw new Error(String(run.stderr));
  return run.stdout;
}

/** With another byte in one place. */
export function withByte(file: Buffer, at: number, value: number): Buffer {
  const changed = Buffer.from(file);
  changed[at] = value;
  return changed;
}
