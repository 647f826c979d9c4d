import { z } from 'zod';

/**
 * The body of every failure but 422. Exactly these two keys: the older Python client takes any third one
 * for a `detail` list and crashes without it.
 */
export const Problem = z
  .object({
    status: z.int().min(400).max(599).describe('The HTTP status, repeated.'),
    message: z.string().describe('What went wrong, for people.'),
  })
  .describe('A failed request.');
export type Problem = z.infer<typeof Problem>;

/** One thing wrong with a request. `type` and `ctx` follow pydantic's vocabulary, which clients know. */
export const ValidationIssue = z
  .object({
    loc: z
      .array(z.union([z.string(), z.int().min(0)]))
      .describe('Path to the value: where it was sent, then field names and list positions.'),
    type: z.string().describe('Kind of issue, for programs: `missing`, `less_than_equal`, `literal_error` …'),
    msg: z.string().describe('The same for people.'),
    ctx: z.record(z.string(), z.union([z.string(), z.number()])).describe('Limits that were not kept.'),
    in: z.enum(['body', 'frame', 'query', 'path', 'header']).describe('Where the value was sent.'),
  })
  .describe('One value that does not fit.');
export type ValidationIssue = z.infer<typeof ValidationIssue>;

/** The object form of a 422, for clients that cannot read a list. */
export const ValidationProblem = Problem.extend({
  detail: z.array(ValidationIssue).describe('Every value that does not fit.'),
}).describe('A request that does not fit, as the Python clients read it.');
export type ValidationProblem = z.infer<typeof ValidationProblem>;

/** The body of a 422: a bare list, or an object for the Python clients. */
export const ValidationFailure = z
  .union([z.array(ValidationIssue), ValidationProblem])
  .describe(
    'A list of issues. Clients whose `User-Agent` starts with `fish-audio/python` get an object around it.',
  );
export type ValidationFailure = z.infer<typeof ValidationFailure>;

export function problemBody(status: number, message: string): Problem {
  return { status, message };
}

/** The Python clients call `.get` on the body and die on a list; everybody else is promised the list. */
const readsObjectsOnly = 'fish-audio/python';

export function validationBody(
  issues: readonly ValidationIssue[],
  userAgent: string | undefined,
): ValidationFailure {
  if (!userAgent?.startsWith(readsObjectsOnly)) return [...issues];
  return { status: 422, message: summarize(issues), detail: [...issues] };
}

/** One line for people: `chunk_length: Input should be greater than or equal to 100`. */
export function summarize(issues: readonly ValidationIssue[]): string {
  return issues.map((issue) => `${issue.loc.slice(1).join('.') || issue.in}: ${issue.msg}`).join('; ');
}
