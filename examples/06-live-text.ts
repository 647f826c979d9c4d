// Speaks a text that is still being written: words are joined as they are, spaces and all.
import { FishAudio, save } from '@shoal/sdk';

const client = new FishAudio();

function* words() {
  for (const word of 'Nothing of this is lost, although it comes in pieces.'.split(' ')) yield `${word} `;
}
await save(client.tts.streamWebsocket(words(), { referenceId: 'flite-slt', format: 'wav' }), 'live.wav');
