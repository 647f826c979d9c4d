import { randomBytes } from 'node:crypto';
import { on, once } from 'node:events';
import { decode, encode } from '@msgpack/msgpack';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { describeWithNats } from '../../packages/speech/src/runtime/nats/testing/describe-with-nats.ts';
import { NatsServer } from '../../packages/speech/src/runtime/nats/testing/nats-server.ts';
import { ServerProcess } from '../server-process.ts';
import { WorkerProcess } from '../topology/worker-process.ts';
import { type ReceivedSpan, TraceCollector } from './trace-collector.ts';

const SECRET_WORDS = 'Whisper the quick brown fox.';

describe('A server that sends traces', () => {
  let collector: TraceCollector;
  let server: ServerProcess;
  let log = '';
  beforeAll(async () => {
    collector = await TraceCollector.start();
    const settings = {
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      OTEL_EXPORTER_OTLP_HEADERS: 'x-tenant=ours',
      OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment.name=test',
      OTEL_BSP_SCHEDULE_DELAY: '100',
      SHOAL_HOSTS: '1',
      SHOAL_PLAYGROUND: 'off',
    };
    server = await ServerProcess.start(settings, { onLog: (text) => (log += text) });
  });
  afterAll(async () => {
    await server?.[Symbol.asyncDispose]();
    await collector?.[Symbol.asyncDispose]();
  });

  const newTrace = (flags = '01') => {
    const [traceId, spanId] = [randomBytes(16).toString('hex'), randomBytes(8).toString('hex')];
    return { traceId, spanId, traceparent: `00-${traceId}-${spanId}-${flags}` };
  };
  const speak = (headers: Record<string, string>, body: object = { text: SECRET_WORDS }) =>
    fetch(`${server.url}/v1/tts`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${server.key}`, 'Content-Type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
  const named = (spans: ReceivedSpan[], name: string) => {
    const span = spans.find((candidate) => candidate.name === name);
    if (!span) throw new Error(`no span ${name} among ${spans.map((each) => each.name)}`);
    return span;
  };
  const arrived = (traceId: string, name: string) =>
    expect.poll(() => collector.of(traceId).map((span) => span.name), { timeout: 10_000 }).toContain(name);

  it('tells of the request, the wait, synthesis and encoding, in the trace of the caller', async () => {
    const { traceId, spanId, traceparent } = newTrace();
    const response = await speak({ traceparent });
    expect(response.status).toBe(200);
    await response.arrayBuffer();
    await arrived(traceId, 'POST /v1/tts');
    const spans = collector.of(traceId);
    const request = named(spans, 'POST /v1/tts');
    const [queue, synthesis, encoding] = ['queue', 'synthesis', 'encode'].map((name) => named(spans, name));
    expect(request).toMatchObject({
      parentSpanId: spanId,
      attributes: {
        'http.route': '/v1/tts',
        'http.response.status_code': 200,
        'shoal.request_id': response.headers.get('x-request-id'),
      },
    });
    const render = named(spans, 'render');
    expect([queue?.parentSpanId, render.parentSpanId]).toEqual([request.spanId, request.spanId]);
    expect(synthesis?.parentSpanId).toBe(render.spanId);
    expect(encoding?.parentSpanId).toBe(synthesis?.spanId);
    for (const span of [queue, render, synthesis, encoding]) {
      expect(span?.startMs).toBeGreaterThanOrEqual(request.startMs - 2);
      expect(span?.endMs).toBeLessThanOrEqual(request.endMs + 2);
    }
    expect(synthesis?.attributes['shoal.synthesis_ms']).toBeGreaterThan(0);
    expect(encoding?.attributes['shoal.encoding_ms']).toBeGreaterThan(0);
    expect(synthesis?.attributes['shoal.audio_ms']).toBeGreaterThan(500);
  });

  it('tells of live speech in the trace of the handshake', async () => {
    const { traceId, traceparent } = newTrace();
    const socket = new WebSocket(`${server.webSocketUrl}/v1/tts/live`, {
      headers: { Authorization: `Bearer ${server.key}`, traceparent },
    });
    await once(socket, 'open');
    socket.send(encode({ event: 'start', request: { text: '' } }));
    socket.send(encode({ event: 'text', text: SECRET_WORDS }));
    socket.send(encode({ event: 'stop' }));
    for await (const [data] of on(socket, 'message'))
      if ((decode(data) as { event: string }).event === 'finish') break;
    await arrived(traceId, 'GET /v1/tts/live');
    expect(collector.of(traceId).map((span) => span.name)).toEqual(
      expect.arrayContaining(['synthesis', 'encode']),
    );
  });

  it.each([
    '',
    'nonsense',
    `00-${'0'.repeat(32)}-${'1'.repeat(16)}-01`,
    `ff-${'a'.repeat(32)}-${'b'.repeat(16)}-01`,
    '00-é',
  ])('takes no offence at the traceparent %j', async (traceparent) => {
    const response = await speak({ traceparent: encodeURI(traceparent) });
    expect(response.status).toBe(200);
    const requestId = response.headers.get('x-request-id');
    await response.arrayBuffer();
    await expect
      .poll(
        () => collector.spans.find(({ attributes }) => attributes['shoal.request_id'] === requestId)?.traceId,
      )
      .toMatch(/^(?!0{32})[0-9a-f]{32}$/);
  });

  it('sends nothing of a trace that the caller does not record', async () => {
    const [silent, loud] = [newTrace('00'), newTrace('01')];
    await (await speak({ traceparent: silent.traceparent })).arrayBuffer();
    await (await speak({ traceparent: loud.traceparent })).arrayBuffer();
    await arrived(loud.traceId, 'POST /v1/tts');
    expect(collector.of(silent.traceId)).toEqual([]);
  });

  it('tells of a request that is refused, and of a host that dies', async () => {
    const { traceId, traceparent } = newTrace();
    expect((await speak({ traceparent }, { text: 1 })).status).toBe(422);
    await arrived(traceId, 'POST /v1/tts');
    expect(named(collector.of(traceId), 'POST /v1/tts').attributes['http.response.status_code']).toBe(422);

    const failing = newTrace();
    const [, ...hosts] = await server.pids();
    const long = await speak({ traceparent: failing.traceparent }, { text: SECRET_WORDS.repeat(20) });
    for (const pid of hosts) process.kill(pid, 'SIGKILL');
    await long.arrayBuffer().catch(() => undefined);
    await arrived(failing.traceId, 'POST /v1/tts');
    const renders = collector.of(failing.traceId).filter(({ name }) => name === 'render');
    expect(renders.map(({ status }) => status?.message)).toContain('host lost');
    expect(renders.length).toBeGreaterThan(1);
  });

  it('tells who it is, and nothing of what was said and by whom', () => {
    expect(collector.resources[0]).toMatchObject({
      'service.name': 'shoal',
      'deployment.environment.name': 'test',
    });
    expect(collector.headers[0]).toMatchObject({ 'x-tenant': 'ours' });
    const everything = JSON.stringify(collector.spans);
    for (const secret of [server.key, 'quick', 'Whisper']) expect(everything).not.toContain(secret);
  });
});

it('A collector that is away keeps nobody from speaking', async () => {
  const settings = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9', OTEL_BSP_SCHEDULE_DELAY: '50' };
  let log = '';
  const start = { ...settings, SHOAL_HOSTS: '1', SHOAL_PLAYGROUND: 'off' };
  const server = await ServerProcess.start(start, { onLog: (text) => (log += text) });
  const response = await fetch(`${server.url}/v1/tts`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${server.key}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({ text: SECRET_WORDS }),
  });
  expect((await response.arrayBuffer()).byteLength).toBeGreaterThan(1_000);
  const stopping = performance.now();
  await server[Symbol.asyncDispose]();
  expect(performance.now() - stopping).toBeLessThan(8_000);
  expect(log).not.toContain('quick');
});

describeWithNats('Traces of speech that a worker makes', () => {
  it('have the synthesis and the encoding of the worker in the trace of the caller', async () => {
    await using nats = await NatsServer.start();
    await using collector = await TraceCollector.start();
    const shared = { SHOAL_NATS_URL: nats.url, SHOAL_PLAYGROUND: 'off' };
    await using worker = await WorkerProcess.start({ ...shared, SHOAL_HOSTS: '1' });
    await using gateway = await ServerProcess.start({
      ...shared,
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      OTEL_BSP_SCHEDULE_DELAY: '100',
    });
    expect(await gateway.pids()).toHaveLength(1);
    await expect.poll(async () => (await fetch(`${gateway.url}/ready`)).status).toBe(200);
    const traceId = randomBytes(16).toString('hex');
    const response = await fetch(`${gateway.url}/v1/tts`, {
      method: 'POST',
      headers: {
        Authorization: `Bearer ${gateway.key}`,
        'Content-Type': 'application/json',
        traceparent: `00-${traceId}-${'1'.repeat(16)}-01`,
      },
      body: JSON.stringify({ text: SECRET_WORDS }),
    });
    expect((await response.arrayBuffer()).byteLength).toBeGreaterThan(1_000);
    await expect
      .poll(() => collector.of(traceId).map(({ name }) => name), { timeout: 10_000 })
      .toContain('POST /v1/tts');
    const parents = new Map(collector.of(traceId).map((span) => [span.spanId, span]));
    const path: string[] = [];
    let span = collector.of(traceId).find(({ name }) => name === 'encode');
    for (; span; span = parents.get(span.parentSpanId ?? '')) path.push(span.name);
    expect(path).toEqual(['encode', 'synthesis', 'render', 'POST /v1/tts']);
    await worker.stop();
  });
});
