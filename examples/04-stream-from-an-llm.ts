// Speaks the answer of a language model while it is being written, token by token.
// Needs OPENAI_API_KEY; with OPENAI_BASE_URL, any server of that interface will do.
import { FishAudio, play } from '@shoal/sdk';
import OpenAI from 'openai';

const llm = new OpenAI();
const client = new FishAudio();

async function* answer(question: string) {
  const completion = await llm.chat.completions.create({
    model: process.env.OPENAI_MODEL ?? 'gpt-4o-mini',
    messages: [{ role: 'user', content: question }],
    stream: true,
  });
  for await (const part of completion) {
    const token = part.choices[0]?.delta.content ?? '';
    process.stdout.write(token);
    yield token;
  }
}

const question = process.argv[2] ?? 'Tell me a story of three sentences, without any markup.';
await play(client.tts.streamWebsocket(answer(question), { latency: 'balanced' }));
console.log();
