import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Operation, Parameter, Schema } from './api-document.ts';
import { DocumentedApi, type KeyHolder } from './documented-api.ts';
import { smallestValue, valuesAround } from './schema-values.ts';

let api: DocumentedApi;
let holder: KeyHolder;
let voice: string;
beforeAll(async () => {
  api = await DocumentedApi.open();
  holder = await api.addAccount();
  voice = await api.addVoice();
});
afterAll(async () => {
  await api?.[Symbol.asyncDispose]();
});

const pathIds = () => ({
  ...{ account_id: holder.accountId, key_id: holder.keyId, user_id: 'self' },
  ...{ id: voice, voice_id: voice, sample: '1' },
});

/** Fails unless an input is refused exactly if it does not fit, and for what is at `loc`. */
const expectVerdict = async (
  operation: Operation,
  response: Response,
  isDocumented: boolean,
  loc: string[],
) => {
  const what = `${operation.operationId}, ${loc.join('.')}`;
  if (isDocumented) expect(response.status, what).not.toBe(422);
  else {
    expect(response.status, what).toBe(422);
    for (const issue of (await response.clone().json()) as { loc: unknown[] }[]) {
      expect(issue.loc.slice(0, loc.length), what).toEqual(loc);
    }
  }
  expect(await api.document.faultsOf(operation, response), what).toEqual([]);
};

describe('A body', () => {
  /** Every field, with the path to it. */
  const fields = (schema: Schema, path: string[] = []): [string[], Schema][] =>
    Object.entries(schema.properties ?? {}).flatMap(([name, field]) => {
      const inner = field.anyOf
        ?.map((option) => api.document.resolve(option))
        .find(({ properties }) => properties);
      // What is in a file, no schema tells.
      if ([field, ...(field.anyOf ?? [])].some(({ format }) => format === 'binary')) return [];
      const here: [string[], Schema] = [[...path, name], field];
      return inner ? [here, ...fields(inner, [...path, name])] : [here];
    });

  /** A field may need a format to count. */
  const formatFor = (name: string | undefined, value: unknown) => {
    if (name === 'opus_bitrate' || value === 48_000) return { format: 'opus' };
    return name === 'sample_rate' ? { format: 'wav' } : {};
  };

  it('is refused where the document says that it does not fit, and nowhere else', async () => {
    const tried = { accepted: 0, refused: 0 };
    for (const operation of api.document.operations) {
      const schema = api.document.bodySchema(operation);
      if (!schema) continue;
      const smallest = smallestValue(api.document, schema) as object;
      for (const [path, field] of fields(schema)) {
        for (const value of valuesAround(api.document, field)) {
          const changed = path.reduceRight<unknown>((inner, name) => ({ [name]: inner }), value) as object;
          const body = { ...smallest, ...formatFor(path.at(-1), value), ...changed };
          const response = await api.call(operation, { params: pathIds(), body });
          const isDocumented = api.document.fits(schema, body);
          tried[isDocumented ? 'accepted' : 'refused'] += 1;
          await expectVerdict(operation, response, isDocumented, ['body', ...path]);
        }
      }
    }
    expect(tried.accepted).toBeGreaterThan(200);
    expect(tried.refused).toBeGreaterThan(600);
  });

  it('is refused without what is required', async () => {
    for (const operation of api.document.operations) {
      const { required = [] } = api.document.bodySchema(operation) ?? {};
      for (const name of required) {
        const response = await api.call(operation, { params: pathIds(), body: {} });
        expect(response.status).toBe(422);
        expect(await response.json()).toContainEqual(
          expect.objectContaining({ loc: ['body', name], type: 'missing' }),
        );
      }
    }
  });
});

describe('A parameter', () => {
  /** What a text of a query or a path may be meant as: lists are joined by commas, and flags have two forms. */
  const readings = (text: string): unknown[] => {
    const flags: Record<string, boolean> = { true: true, 1: true, false: false, 0: false };
    return [text, Number(text), text.split(','), flags[text]].filter((value) => value !== undefined);
  };

  /** Left empty is left out, as Python's HTTP clients do it; and a header holds Latin letters only. */
  const textsAround = ({ schema, in: place }: Parameter): string[] => {
    const values = valuesAround(api.document, schema);
    const plain = values.filter((value) => typeof value !== 'object');
    const lists = values.filter(Array.isArray).map((list) => list.join(','));
    const canBeSent = place === 'header' ? /^[\x20-\x7e\xa1-\xff]+$/ : /^[^\p{Cs}]+$/u;
    return [...plain, ...lists].map(String).filter((text) => canBeSent.test(text));
  };

  it.each([
    { place: 'query', title: 'the query' },
    { place: 'path', title: 'the path' },
    { place: 'header', title: 'the head' },
  ] as const)('of $title is refused where it does not fit, and nowhere else', async ({ place }) => {
    const tried = { accepted: 0, refused: 0 };
    for (const operation of api.document.operations) {
      const schema = api.document.bodySchema(operation);
      const body = schema && smallestValue(api.document, schema);
      for (const parameter of operation.parameters.filter((one) => one.in === place)) {
        for (const text of textsAround(parameter)) {
          const changed = { [parameter.name]: text };
          const response = await api.call(operation, {
            params: { ...pathIds(), ...(place === 'path' && changed) },
            ...(place === 'query' && { query: changed }),
            ...(place === 'header' && { headers: changed }),
            body,
          });
          const isDocumented = readings(text).some((value) => api.document.fits(parameter.schema, value));
          tried[isDocumented ? 'accepted' : 'refused'] += 1;
          await expectVerdict(operation, response, isDocumented, [place, parameter.name]);
        }
      }
    }
    expect(tried.accepted).toBeGreaterThan(10);
    expect(tried.refused).toBeGreaterThan(0);
  });
});
