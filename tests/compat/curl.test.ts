import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { f0Median } from '../../packages/speech/src/audio/measure.ts';
import { Administrator } from '../accounts/administrator.ts';
import { priceOf } from '../accounts/speech.ts';
import { describeWith } from '../installed-programs.ts';
import { type RunningServer, runServer } from '../running-server.ts';
import { runProgram } from './run-program.ts';
import { defaultMp3, expectSpokenFile } from './speech.ts';

describeWith(['curl', 'ffprobe', 'ffmpeg'], 'curl', () => {
  let server: RunningServer;
  beforeAll(async () => {
    server = await runServer();
  });
  afterAll(() => server?.[Symbol.asyncDispose]());

  /** Runs curl as the published examples do; the reply is in the file `out`, the status in the output. */
  function curl(method: string, url: string, key: string, ...more: string[]) {
    return runProgram('curl', [
      '--silent',
      '--show-error',
      ...['--request', method, url],
      ...['--header', `Authorization: Bearer ${key}`],
      ...more,
      ...['--output', 'out'],
      ...['--write-out', '%{http_code} %{content_type}'],
    ]);
  }

  function post(body: object, { model = 's2-pro', key = server.key, url = server.url } = {}) {
    return curl(
      ...(['POST', `${url}/v1/tts`, key] as const),
      ...['--header', 'Content-Type: application/json'],
      ...['--header', `model: ${model}`],
      ...['--data', JSON.stringify(body, null, 2)],
    );
  }

  async function speak(body: object, options: { model?: string } = {}): Promise<Uint8Array> {
    const { exitCode, errors, output, files } = await post(body, options);
    expect({ exitCode, errors, output }).toEqual({ exitCode: 0, errors: '', output: '200 audio/mpeg' });
    return files.get('out') as Uint8Array;
  }

  it('gets one speaker', async () => {
    const text = 'Hello! This is the evening news.';
    const body = { text, reference_id: 'flite-slt', format: 'mp3', mp3_bitrate: 128, latency: 'normal' };
    expectSpokenFile(await speak(body), text);
  });

  it('gets a dialogue in two voices', async () => {
    const [question, answer] = [
      'Good morning! Is this seat still free?',
      'Good morning! Yes it is, sit down.',
    ];
    const file = await speak({
      text: `<|speaker:0|>${question}<|speaker:1|>${answer}`,
      reference_id: ['flite-slt', 'flite-rms'],
      format: 'mp3',
    });
    const samples = expectSpokenFile(file, question + answer);
    const { sampleRate } = defaultMp3;
    const woman = f0Median(samples.subarray(0, 0.4 * samples.length), sampleRate);
    const man = f0Median(samples.subarray(0.6 * samples.length), sampleRate);
    expect(woman / man).toBeGreaterThan(1.3);
  });

  it('may set every documented field at once', async () => {
    const text = 'All of these settings are in one request.';
    const recording = await speak({ text: 'A recording.', reference_id: 'flite-rms', format: 'mp3' });
    const file = await speak(
      {
        text,
        temperature: 0.7,
        top_p: 0.7,
        references: [{ audio: Buffer.from(recording).toString('base64'), text: 'A recording.' }],
        reference_id: 'flite-slt',
        prosody: { speed: 1, volume: 0 },
        chunk_length: 300,
        normalize: true,
        format: 'mp3',
        sample_rate: 44_100,
        mp3_bitrate: 128,
        opus_bitrate: -1000,
        latency: 'normal',
        max_new_tokens: 1024,
        repetition_penalty: 1.2,
        min_chunk_length: 50,
        condition_on_previous_chunks: true,
        early_stop_threshold: 1,
      },
      { model: 's1' },
    );
    expectSpokenFile(file, text);
  });

  it('is told the credit and the package, and 402 when there is no more', async () => {
    await using charging = await runServer({ engines: ['tone'], credit: 'enforced' });
    const text = 'Twenty characters...';
    const customer = await new Administrator(charging).newCustomer({ credit: priceOf(text) });
    const wallet = async (path: string) => {
      const { output, files } = await curl('GET', `${charging.url}/wallet/self/${path}`, customer.key);
      expect(output).toMatch('200 application/json');
      return jsonOf(files);
    };
    expect(await wallet('api-credit')).toMatchObject({ user_id: customer.id, credit: '0.0003' });
    const connection = { key: customer.key, url: charging.url };
    expect((await post({ text }, connection)).output).toBe('200 audio/mpeg');
    expect(await wallet('api-credit')).toMatchObject({ credit: '0' });
    expect(await wallet('package')).toMatchObject({ total: 0, balance: 0 });
    const { output, files } = await post({ text }, connection);
    expect(output).toMatch('402 application/json');
    expect(jsonOf(files)).toEqual({ status: 402, message: expect.any(String) });
  });

  describe('is told what is wrong', () => {
    it.each([
      { name: 'the key', body: { text: 'Hi' }, options: { key: 'wrong' }, status: 401 },
      { name: 'the voice', body: { text: 'Hi', reference_id: 'nobody' }, options: {}, status: 400 },
    ])('with $name', async ({ body, options, status }) => {
      const { output, files } = await post(body, options);
      expect(output).toMatch(`${status} application/json`);
      expect(jsonOf(files)).toEqual({ status, message: expect.any(String) });
    });

    it.each([
      { name: 'a number', body: { text: 'Hi', top_p: 7 }, model: 's2-pro', loc: ['body', 'top_p'] },
      { name: 'a missing text', body: {}, model: 's2-pro', loc: ['body', 'text'] },
      {
        name: 'two speakers for a model of one',
        body: { text: 'Hi', reference_id: ['flite-slt', 'flite-rms'] },
        model: 's1',
        loc: ['body', 'reference_id'],
      },
    ])('with $name, as a list of fields', async ({ body, model, loc }) => {
      const { output, files } = await post(body, { model });
      expect(output).toMatch('422 application/json');
      const issue = { loc, type: expect.any(String), msg: expect.any(String) };
      expect(jsonOf(files)).toEqual([expect.objectContaining(issue)]);
    });
  });
});

function jsonOf(files: Map<string, Uint8Array>): unknown {
  return JSON.parse(Buffer.from(files.get('out') ?? []).toString());
}
