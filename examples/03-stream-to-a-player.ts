// Plays speech from its first sound on, through ffplay or mpv, and keeps what was heard.
import { FishAudio, play, save, stream } from '@shoal/sdk';

const client = new FishAudio();
await play(await client.tts.stream({ text: 'You hear this while it is being made.' }));

const heard = await stream(await client.tts.stream({ text: 'And this is saved as well.' }));
await save(heard, 'heard.mp3');
