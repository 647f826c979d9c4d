import { APIError, ConnectionError } from '@shoal/sdk';

/** Calls what the SDK has no method for, with the key, on the server that the page is from. */
export type Call = (path: string, init?: RequestInit) => Promise<Response>;

/** Its calls throw what those of the SDK throw: APIError, ConnectionError, or the reason of the signal. */
export function callWith(key: string): Call {
  return async (path, init = {}) => {
    const headers = new Headers(init.headers);
    headers.set('Authorization', `Bearer ${key}`);
    const response = await fetch(path, { ...init, headers }).catch((cause) => {
      if (init.signal?.aborted) throw init.signal.reason;
      throw new ConnectionError('The server does not answer', { cause });
    });
    if (!response.ok) throw await refusalOf(response);
    return response;
  };
}

async function refusalOf(response: Response): Promise<APIError> {
  const text = await response.text().catch(() => '');
  let body: unknown = text;
  try {
    body = JSON.parse(text);
  } catch {}
  const { message } = (body ?? {}) as { message?: string };
  return new APIError({
    status: response.status,
    message: message ?? (text || response.statusText),
    body,
    requestId: response.headers.get('x-request-id') ?? undefined,
  });
}
