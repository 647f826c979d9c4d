import { FishAudio, NotFoundError, PermissionError, ValidationError } from '@shoal/sdk';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type RunningServer, runServer } from '../running-server.ts';
import { shortRecording } from '../voices/recordings.ts';
import { describeHere } from './server-under-test.ts';

/** A PNG of one pixel. */
const picture = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==',
  'base64',
);

let server: RunningServer;
let client: FishAudio;
beforeAll(async () => {
  server = await runServer({ engines: ['tone'] });
  client = new FishAudio({ apiKey: server.key, baseUrl: server.url });
});
afterAll(() => server?.[Symbol.asyncDispose]());

describeHere('voices', () => {
  it('are made, read, changed and deleted', async () => {
    const made = await client.voices.create({
      title: 'Me',
      voices: [shortRecording(), new Blob([shortRecording()])],
      texts: ['One, with comma', 'two'],
      tags: ['a', 'b'],
      coverImage: picture,
    });
    expect(made).toMatchObject({
      ...{ title: 'Me', visibility: 'private', state: 'trained', trainMode: 'fast', tags: ['a', 'b'] },
      ...{ author: { id: server.ownerId }, samples: [{ text: 'One, with comma' }, { text: 'two' }] },
    });
    await client.voices.update(made.id, { title: 'Me, louder', tags: [], description: 'It is me.' });
    expect(await client.voices.get(made.id)).toMatchObject({
      ...{ title: 'Me, louder', tags: [], description: 'It is me.', visibility: 'private' },
      coverImage: made.coverImage,
    });
    await client.voices.update(made.id, {});
    await client.voices.delete(made.id);
    await expect(client.voices.get(made.id)).rejects.toThrow(NotFoundError);
  });

  it('are listed by page, and in a loop all of them', async () => {
    const titles = ['Ann', 'Bob', 'Cem', 'Dot', 'Eve'];
    for (const title of titles) {
      await client.voices.create({
        title,
        voices: [shortRecording()],
        tags: title < 'C' ? ['early', 'x'] : ['x'],
      });
    }
    const page = await client.voices.list({ pageSize: 2, selfOnly: true, sortBy: 'created_at' });
    expect(page).toMatchObject({ total: 5, hasMore: true, items: [{ title: 'Eve' }, { title: 'Dot' }] });
    const listed: string[] = [];
    for await (const { title } of client.voices.list({ pageSize: 2, selfOnly: true })) listed.push(title);
    expect(listed.sort()).toEqual(titles);
    const rest: string[] = [];
    for await (const { title } of client.voices.list({ pageSize: 2, pageNumber: 3, selfOnly: true }))
      rest.push(title);
    expect(rest).toHaveLength(1);
    const early = await client.voices.list({ tags: ['early', 'x'], selfOnly: true });
    expect(early.items.map(({ title }) => title).sort()).toEqual(['Ann', 'Bob']);
  });

  it('are refused with what is not valid', async () => {
    const call = client.voices.create({ title: '', voices: [shortRecording()] });
    await expect(call).rejects.toThrow(ValidationError);
    await expect(call).rejects.toThrow('title');
    await expect(client.voices.list({ pageSize: 1_000 })).rejects.toThrow(ValidationError);
  });

  it('that come with an engine belong to nobody', async () => {
    const [builtIn] = (await client.voices.list()).items;
    await expect(client.voices.delete(builtIn?.id ?? '')).rejects.toThrow(PermissionError);
  });
});

describeHere('account', () => {
  it('tells the credit', async () => {
    const credits = await client.account.getCredits({ checkFreeCredit: true });
    expect(credits).toMatchObject({ userId: server.ownerId, hasFreeCredit: false });
    expect(Number(credits.credit)).toBeGreaterThanOrEqual(0);
    expect(await client.account.getCredits()).toMatchObject({ hasFreeCredit: null });
  });

  it('tells the package', async () => {
    await expect(client.account.getPackage()).resolves.toMatchObject({ userId: server.ownerId });
  });
});
