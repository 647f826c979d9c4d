// Speaks in turns, as a voice agent does, and falls silent at once when it is interrupted.
import { FishAudio } from '@shoal/sdk';

const client = new FishAudio();
const conversation = client.tts.conversation({ format: 'pcm', latency: 'balanced' });
try {
  let heard = 0;
  for await (const chunk of conversation.say('That is a long story. '.repeat(500))) {
    heard += chunk.length;
    // Somebody speaks: whoever listens to the microphone would call this.
    if (heard > 100_000) conversation.cancel();
  }
  console.log(`Interrupted after ${heard} bytes`);

  heard = 0;
  for await (const chunk of conversation.say(['Yes, ', 'what is it?'])) heard += chunk.length;
  console.log(`Then said ${heard} bytes`);
} finally {
  conversation.close();
}
