// Live speech in the older form, for programs that were written for it.
import { save, type TTSRequest, WebSocketSession } from '@shoal/sdk';

const session = new WebSocketSession(process.env.FISH_API_KEY ?? '', process.env.FISH_BASE_URL);

function* words() {
  const text = 'Computers that learn, well, they look at many examples, and then, um, they guess.';
  for (const word of text.split(' ')) yield `${word} `;
}

// The text comes from the stream; `references` could stand in place of the voice.
const request: TTSRequest = { text: '', referenceId: 'flite-slt', format: 'mp3' };
await save(session.tts(request, words(), 's1'), 'session.mp3');
