// Lists voices: a page of them, those with a tag, and all of a language, however many pages it takes.
import { FishAudio } from '@shoal/sdk';

const client = new FishAudio();

const { total, items } = await client.voices.list({ pageSize: 5 });
console.log(`${total} voices, such as ${items.map(({ title }) => title).join(', ')}`);

const male = await client.voices.list({ tags: ['male'], sortBy: 'created_at' });
console.log(`${male.total} of them are male`);

for await (const { id, title, languages } of client.voices.list({ language: 'fr', pageSize: 2 })) {
  console.log(`${id}: ${title} (${languages.join(', ')})`);
}
