import { expect } from 'vitest';

/** Fails unless the answer is exactly the documented body of a failure. */
export async function expectProblem(
  response: Response,
  status: number,
  message: unknown = expect.stringMatching(/\S/),
): Promise<void> {
  const text = await response.text();
  expect(response.status, text).toBe(status);
  expect(response.headers.get('content-type')).toMatch(/^application\/json\b/);
  expect(JSON.parse(text)).toStrictEqual({ status, message });
}
