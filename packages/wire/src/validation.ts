import type { z } from 'zod';
import { WireError } from './error.ts';
import { summarize, type ValidationIssue } from './problem.ts';

/** What is told of unknown fields. */
const MOST_UNKNOWN_FIELDS = 10;
const LONGEST_FIELD_NAME = 100;

type Source = ValidationIssue['in'];
type Finding = Pick<ValidationIssue, 'type' | 'msg' | 'ctx'>;

/**
 * Parses what a client sent: a decoded body or frame, or the strings of a query, a path or headers by name.
 *
 * @param source where the value was sent; `loc` starts with it
 * @throws WireError `invalid`
 */
export function parseInput<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  source: Source,
): z.output<Schema> {
  // reportInput tells a missing value from one of the wrong type; no value is copied into an issue.
  const result = schema.safeParse(value, { reportInput: true });
  if (result.success) return result.data;
  throw invalid(toValidationIssues(result.error, source));
}

/**
 * What `parseInput` would throw, for a rule that a schema cannot check.
 *
 * @param loc where the value was sent, then the path to it
 */
export function invalidInput(
  loc: readonly [Source, ...(string | number)[]],
  msg: string,
  ctx: ValidationIssue['ctx'] = {},
): WireError {
  return invalid([{ loc: [...loc], type: 'value_error', msg, ctx, in: loc[0] }]);
}

function invalid(issues: readonly ValidationIssue[]): WireError {
  return new WireError('invalid', summarize(issues), issues);
}

/** Translates zod's findings. Schemas raise their own with `params: {type, ctx}` on a custom issue. */
function toValidationIssues(error: z.core.$ZodError, source: Source): ValidationIssue[] {
  return error.issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? toUnknownFields(issue, source)
      : [toValidationIssue(issue, source, [])],
  );
}

/** Where unknown fields are refused. There may be any number of them. */
function toUnknownFields(issue: z.core.$ZodIssueUnrecognizedKeys, source: Source): ValidationIssue[] {
  return issue.keys.slice(0, MOST_UNKNOWN_FIELDS).map((key) => ({
    loc: [source, ...(issue.path as (string | number)[]), key.slice(0, LONGEST_FIELD_NAME)],
    ...finding('extra_forbidden', 'Extra inputs are not permitted'),
    in: source,
  }));
}

function toValidationIssue(
  issue: z.core.$ZodIssue,
  source: Source,
  parents: readonly PropertyKey[],
): ValidationIssue {
  const path = [...parents, ...issue.path];
  if (issue.code === 'invalid_union') {
    const nearest = nearestAlternative(issue.errors);
    if (nearest) return toValidationIssue(nearest, source, path);
  }
  // MessagePack and JSON have no symbols, so a path holds names and positions only.
  return { loc: [source, ...(path as (string | number)[])], ...explain(issue), in: source };
}

/** The alternative that was meant: one that has the right types but breaks a limit, else the one understood furthest. */
function nearestAlternative(alternatives: readonly z.core.$ZodIssue[][]): z.core.$ZodIssue | undefined {
  const likeness = (issue: z.core.$ZodIssue) =>
    issue.code === 'invalid_type' ? issue.path.length : Infinity;
  return alternatives
    .flatMap((issues) => issues.slice(0, 1))
    .reduce<z.core.$ZodIssue | undefined>(
      (nearest, issue) => (nearest && likeness(nearest) >= likeness(issue) ? nearest : issue),
      undefined,
    );
}

function explain(issue: z.core.$ZodIssue): Finding {
  switch (issue.code) {
    case 'invalid_type':
      return explainType(issue.expected, issue.input);
    case 'invalid_value':
      return issue.input === undefined ? missing : explainChoice(issue.values);
    case 'too_small':
      return explainLack(issue.origin, Number(issue.minimum), issue.inclusive);
    case 'too_big':
      return explainExcess(issue.origin, Number(issue.maximum));
    case 'invalid_format':
      return finding('string_pattern_mismatch', issue.message);
    case 'custom':
      return finding(issue.params?.type ?? 'value_error', issue.message, issue.params?.ctx);
    default:
      return finding('value_error', 'Input is not valid');
  }
}

const typeNames: Record<string, readonly [type: string, msg: string]> = {
  string: ['string_type', 'Input should be a valid string'],
  number: ['float_type', 'Input should be a valid number'],
  boolean: ['bool_type', 'Input should be a valid boolean'],
  array: ['list_type', 'Input should be a valid list'],
  object: ['dict_type', 'Input should be a valid object'],
};

const missing = finding('missing', 'Field required');

function explainType(expected: string, input: unknown): Finding {
  if (input === undefined) return missing;
  if (typeof input === 'number' && !Number.isFinite(input)) {
    return finding('finite_number', 'Input should be a finite number');
  }
  if (expected === 'int' && typeof input === 'number') {
    return finding('int_from_float', 'Input should be a valid integer, got a number with a fractional part');
  }
  const [type, msg] = typeNames[expected] ?? ['value_error', 'Input is not valid'];
  return finding(type, msg);
}

function explainChoice(values: readonly unknown[]): Finding {
  const expected = values.map((value) => (typeof value === 'string' ? `'${value}'` : String(value)));
  const last = expected.pop();
  const list = expected.length > 0 ? `${expected.join(', ')} or ${last}` : `${last}`;
  return finding('literal_error', `Input should be ${list}`, { expected: list });
}

function explainLack(origin: string, minimum: number, inclusive = true): Finding {
  if (origin === 'array') {
    return finding('too_short', `List should have at least ${minimum} items`, { min_length: minimum });
  }
  if (origin === 'string') {
    return finding('string_too_short', `String should have at least ${minimum} characters`, {
      min_length: minimum,
    });
  }
  if (!inclusive) return finding('greater_than', `Input should be greater than ${minimum}`, { gt: minimum });
  return finding('greater_than_equal', `Input should be greater than or equal to ${minimum}`, {
    ge: minimum,
  });
}

function explainExcess(origin: string, maximum: number): Finding {
  if (origin === 'array') {
    return finding('too_long', `List should have at most ${maximum} items`, { max_length: maximum });
  }
  if (origin === 'string') {
    return finding('string_too_long', `String should have at most ${maximum} characters`, {
      max_length: maximum,
    });
  }
  return finding('less_than_equal', `Input should be less than or equal to ${maximum}`, { le: maximum });
}

function finding(type: string, msg: string, ctx: ValidationIssue['ctx'] = {}): Finding {
  return { type, msg, ctx };
}
