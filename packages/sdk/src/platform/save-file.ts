import { randomUUID } from 'node:crypto';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { wavHeaderBytes, wavSizes } from '../wav-sizes.ts';

/** Writes a file as it comes, under another name until it is complete. */
export async function saveFile(audio: AsyncIterable<Uint8Array>, path: string): Promise<void> {
  const temporary = `${path}.${randomUUID()}.part`;
  const file = await open(temporary, 'wx+');
  try {
    for await (const chunk of audio) await file.writeFile(chunk);
    await patchSizes(file);
    await file.close();
    await rename(temporary, path);
  } catch (error) {
    await file.close().catch(() => {});
    await rm(temporary, { force: true });
    throw error;
  }
}

async function patchSizes(file: FileHandle): Promise<void> {
  const { size } = await file.stat();
  const { buffer, bytesRead } = await file.read(new Uint8Array(wavHeaderBytes), 0, wavHeaderBytes, 0);
  for (const { position, bytes } of wavSizes(buffer.subarray(0, bytesRead), size)) {
    await file.write(bytes, 0, bytes.length, position);
  }
}
