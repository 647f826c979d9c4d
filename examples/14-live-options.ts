// Live speech that takes long: how patient the socket is, and how much audio may wait.
import { FishAudio, save } from '@shoal/sdk';

const client = new FishAudio();
const chapters = ['This is a long story. ', 'It has a middle. ', 'And an end. '];

const audio = client.tts.streamWebsocket(
  chapters,
  { format: 'opus' },
  {
    timeoutMs: 120_000,
    keepAlivePingIntervalMs: 10_000,
    keepAlivePingTimeoutMs: 60_000,
    maxMessageSizeBytes: 4 * 1024 * 1024,
    queueSizeBytes: 256 * 1024,
  },
);
await save(audio, 'story.opus');
