import { describe, expect, it } from 'vitest';
import { fromWireNames, toWireNames } from './wire-names.ts';

describe('Names', () => {
  it('go out as the wire has them', () => {
    const audio = new Uint8Array([1]);
    const config = {
      topP: 1,
      mp3Bitrate: 64,
      prosody: { normalizeLoudness: false },
      references: [{ audio, text: 'fooBar' }],
      latency: undefined,
    };
    expect(toWireNames(config)).toEqual({
      top_p: 1,
      mp3_bitrate: 64,
      prosody: { normalize_loudness: false },
      references: [{ audio, text: 'fooBar' }],
    });
  });

  it('come in as this SDK has them', () => {
    const voice = {
      _id: 'a',
      cover_image: 'b',
      samples: [{ task_id: 'c' }],
      has_phone_sha256: false,
      tags: ['d_e'],
    };
    expect(fromWireNames(voice)).toEqual({
      id: 'a',
      coverImage: 'b',
      samples: [{ taskId: 'c' }],
      hasPhoneSha256: false,
      tags: ['d_e'],
    });
  });
});
