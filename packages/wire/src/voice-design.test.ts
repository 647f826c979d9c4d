import { describe, expect, it } from 'vitest';
import { WireError } from './error.ts';
import { parseInput } from './validation.ts';
import { VoiceDesignRequest } from './voice-design.ts';

const parse = (fields: object) => parseInput(VoiceDesignRequest, { instruction: 'a man', ...fields }, 'body');
function issuesOf(fields: object) {
  try {
    parse(fields);
  } catch (error) {
    if (WireError.isInstance(error)) return error.issues.map(({ loc, type }) => [type, ...loc]);
  }
  return [];
}

describe('A request for voices from a description', () => {
  it('needs nothing but an instruction', () => {
    expect(parse({ seed: null, language: null })).toEqual({
      ...{ instruction: 'a man', reference_text: null, language: null, n: 2, speed: 1, seed: null },
      ...{ num_step: 32, guidance_scale: 2, instruct_guidance_scale: 0 },
    });
  });

  it('goes as far as its limits, and no further', () => {
    for (const fields of [{ n: 4 }, { speed: 3 }, { speed: 1e-9 }, { num_step: 128 }, { guidance_scale: 0 }])
      expect(issuesOf(fields)).toEqual([]);
    expect(issuesOf({ instruction: '' })).toEqual([['string_too_short', 'body', 'instruction']]);
    expect(issuesOf({ instruction: 'a'.repeat(2_001) })).toEqual([
      ['string_too_long', 'body', 'instruction'],
    ]);
    expect(issuesOf({ reference_text: 'a'.repeat(151) })).toEqual([
      ['string_too_long', 'body', 'reference_text'],
    ]);
    expect(issuesOf({ speed: 0 })).toEqual([['greater_than', 'body', 'speed']]);
    expect(issuesOf({ n: 5 })).toEqual([['less_than_equal', 'body', 'n']]);
    expect(issuesOf({ num_step: 0 })).toEqual([['greater_than_equal', 'body', 'num_step']]);
  });

  it('is refused with fields that nobody knows, by their names', () => {
    expect(issuesOf({ voice: 'x', model: 'y' })).toEqual([
      ['extra_forbidden', 'body', 'voice'],
      ['extra_forbidden', 'body', 'model'],
    ]);
    const many = Object.fromEntries(Array.from({ length: 1_000 }, (_, index) => [`field-${index}`, 1]));
    expect(issuesOf(many).length).toBeLessThan(20);
    const [[, , name] = []] = issuesOf({ ['x'.repeat(1_000)]: 1 });
    expect(String(name).length).toBeLessThan(200);
  });
});
