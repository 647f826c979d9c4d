import type { Problem, ValidationIssue as WireIssue } from '@shoal/wire';
import {
  APIError,
  type APIErrorDetails,
  AuthenticationError,
  InsufficientCreditError,
  NotFoundError,
  PermissionError,
  RateLimitError,
  ServerError,
  ValidationError,
  type ValidationIssue,
} from './errors.ts';

/** An answer that is not a success. */
export interface Refusal {
  status: number;
  headers: { get(name: string): string | null };
  /** What of its body could be read. */
  text: string;
}

/** The error that an answer stands for. */
export function errorOf({ status, headers, text }: Refusal): APIError {
  const body = parse(text);
  const issues = status === 422 ? issuesIn(body) : [];
  const details: APIErrorDetails = {
    status,
    message: messageIn(body) ?? (summarize(issues) || `The server answered with HTTP ${status}`),
    body,
    requestId: headers.get('x-request-id') ?? undefined,
    retryAfterMs: retryAfterMs(headers.get('retry-after')),
  };
  if (status === 401) return new AuthenticationError(details);
  if (status === 402) return new InsufficientCreditError(details);
  if (status === 403) return new PermissionError(details);
  if (status === 404) return new NotFoundError(details);
  if (status === 422) return new ValidationError(details, issues);
  if (status === 429) return new RateLimitError(details);
  return status >= 500 ? new ServerError(details) : new APIError(details);
}

/**
 * Reads `Retry-After`: seconds, or a date (RFC 9110 §10.2.3).
 *
 * @returns milliseconds from now, at least 0; undefined where it says nothing
 */
export function retryAfterMs(header: string | null, nowMs = Date.now()): number | undefined {
  const value = header?.trim() ?? '';
  if (/^\d+(\.\d+)?$/.test(value)) return Number(value) * 1_000;
  const dateMs = Date.parse(value);
  return Number.isNaN(dateMs) ? undefined : Math.max(0, dateMs - nowMs);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

const longestMessage = 500;

function messageIn(body: unknown): string | undefined {
  // Pages of proxies are no messages.
  if (typeof body === 'string') return body.startsWith('<') ? undefined : tidy(body);
  if (!isObject(body)) return undefined;
  const { message } = body as Partial<Problem>;
  const { detail } = body as { detail?: unknown };
  if (typeof message === 'string') return tidy(message);
  if (typeof detail === 'string') return tidy(detail);
  return isObject(detail) && typeof detail.message === 'string' ? tidy(detail.message) : undefined;
}

const tidy = (text: string) => text.trim().slice(0, longestMessage) || undefined;

/** A bare list, or the list in `detail`. */
function issuesIn(body: unknown): ValidationIssue[] {
  const list = isObject(body) ? body.detail : body;
  return Array.isArray(list) ? list.filter(isIssue) : [];
}

function isIssue(value: unknown): value is ValidationIssue {
  if (!isObject(value)) return false;
  const issue: Partial<Record<keyof WireIssue, unknown>> = value;
  return Array.isArray(issue.loc) && typeof issue.msg === 'string';
}

/** One line for people: `prosody.speed: Input should be less than or equal to 2`. */
function summarize(issues: readonly ValidationIssue[]): string {
  return tidy(issues.map(({ loc, msg }) => `${loc.slice(1).join('.') || loc[0]}: ${msg}`).join('; ')) ?? '';
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
