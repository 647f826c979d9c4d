const headerBytes = 44;

/** A WAV file of 16-bit mono. @param sampleRate in Hz */
export function wavFile(samples: Uint8Array<ArrayBuffer>, sampleRate: number): Blob {
  const header = new DataView(new ArrayBuffer(headerBytes));
  const name = (position: number, text: string) => {
    for (let i = 0; i < text.length; i++) header.setUint8(position + i, text.charCodeAt(i));
  };
  name(0, 'RIFF');
  header.setUint32(4, headerBytes - 8 + samples.length, true);
  name(8, 'WAVEfmt ');
  header.setUint32(16, 16, true);
  header.setUint16(20, 1, true);
  header.setUint16(22, 1, true);
  header.setUint32(24, sampleRate, true);
  header.setUint32(28, sampleRate * 2, true);
  header.setUint16(32, 2, true);
  header.setUint16(34, 16, true);
  name(36, 'data');
  header.setUint32(40, samples.length, true);
  return new Blob([header, samples], { type: 'audio/wav' });
}

/** Writes the sizes into a WAV file of the server, which it could not know when it began to send it. */
export function withSizes(file: Uint8Array<ArrayBuffer>): Blob {
  if (file.length < headerBytes) return new Blob([file], { type: 'audio/wav' });
  const sized = file.slice();
  const view = new DataView(sized.buffer);
  view.setUint32(4, sized.length - 8, true);
  view.setUint32(headerBytes - 4, sized.length - headerBytes, true);
  return new Blob([sized], { type: 'audio/wav' });
}

/** Mixes decoded audio down to a WAV file of 16-bit mono. */
export function wavOf(audio: AudioBuffer): Blob {
  const channels = Array.from({ length: audio.numberOfChannels }, (_, i) => audio.getChannelData(i));
  const samples = new DataView(new ArrayBuffer(audio.length * 2));
  for (let frame = 0; frame < audio.length; frame++) {
    const sum = channels.reduce((total, channel) => total + (channel[frame] ?? 0), 0);
    const value = Math.max(-1, Math.min(1, sum / channels.length));
    samples.setInt16(frame * 2, Math.round(value * 32_767), true);
  }
  return wavFile(new Uint8Array(samples.buffer), audio.sampleRate);
}
