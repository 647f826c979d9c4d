import { english } from '../english.ts';
import { changed, speechRequest } from '../speak/speech-request.ts';
import { defaultSettings, type Speech } from '../speak/speech-settings.ts';
import {
  argumentLines,
  argumentsCode,
  authorization,
  objectCode,
  quoted,
  type Snippets,
  shellQuoted,
} from './snippets.ts';

/** What differs from what the API does by itself is in the code; all else is left out. */
export function speechSnippets(speech: Speech, mode: 'http' | 'live', origin: string): Snippets {
  return mode === 'http'
    ? { curl: curl(speech, origin), typescript: typescript(speech, origin), python: python(speech, origin) }
    : {
        curl: english.code.liveInCurl,
        typescript: liveTypescript(speech, origin),
        python: livePython(speech, origin),
      };
}

const fileName = ({ format }: Speech) => `speech.${format}`;

function curl(speech: Speech, origin: string): string {
  return [
    `curl ${origin}/v1/tts ${authorization}`,
    `  -H "Content-Type: application/json" -H "model: ${speech.model}"`,
    `  -d ${shellQuoted(JSON.stringify(speechRequest(speech)))}`,
    `  -o ${fileName(speech)}`,
  ].join(' \\\n');
}

/** Members of the SDK's options. */
function options(speech: Speech, isLive = false) {
  const { voiceId, format, latency, model, speed, volume, temperature } = speech;
  const config = {
    minChunkLength: isLive ? '0' : undefined,
    temperature: changed(temperature, defaultSettings.temperature)?.toString(),
    prosody: volume === defaultSettings.volume ? undefined : `{ volume: ${volume} }`,
  };
  const hasConfig = Object.values(config).some((code) => code !== undefined);
  return {
    referenceId: voiceId === '' ? undefined : quoted(voiceId),
    format: quoted(format),
    latency: latency === defaultSettings.latency ? undefined : quoted(latency),
    speed: changed(speed, defaultSettings.speed)?.toString(),
    model: quoted(model),
    config: hasConfig ? objectCode(config, '    ') : undefined,
  };
}

function typescript(speech: Speech, origin: string): string {
  const params = objectCode({ text: quoted(speech.text), ...options(speech) });
  return [
    `import { FishAudio, save } from '@shoal/sdk';`,
    '',
    `const client = new FishAudio({ baseUrl: ${quoted(origin)} });`,
    `const audio = await client.tts.stream(${params});`,
    `await save(audio, ${quoted(fileName(speech))});`,
  ].join('\n');
}

function liveTypescript(speech: Speech, origin: string): string {
  return [
    `import { FishAudio, save } from '@shoal/sdk';`,
    '',
    'async function* text() {',
    `  yield ${quoted(speech.text)};`,
    '}',
    '',
    `const client = new FishAudio({ baseUrl: ${quoted(origin)} });`,
    `const audio = client.tts.streamWebsocket(text(), ${objectCode(options(speech, true))});`,
    `await save(audio, ${quoted(fileName(speech))});`,
  ].join('\n');
}

/** Arguments of the Python client, whose own defaults are others. */
function pythonArguments(speech: Speech, isLive = false) {
  const { voiceId, format, latency, model, speed, volume, temperature } = speech;
  const chunks = isLive ? ', min_chunk_length=0' : '';
  const prosody =
    volume === defaultSettings.volume && speed === defaultSettings.speed
      ? ''
      : `, prosody=Prosody(speed=${speed}, volume=${volume})`;
  return {
    reference_id: voiceId === '' ? undefined : quoted(voiceId),
    format: quoted(format),
    // Its types know no other two.
    latency: quoted(latency === 'normal' ? 'normal' : 'balanced'),
    config: `TTSConfig(temperature=${temperature}${chunks}${prosody})`,
    model: quoted(model),
  };
}

const pythonHead = (origin: string) => [
  'from fishaudio import FishAudio',
  'from fishaudio.types import Prosody, TTSConfig',
  'from fishaudio.utils import save',
  '',
  `client = FishAudio(base_url=${quoted(origin)})`,
];

function python(speech: Speech, origin: string): string {
  const args = argumentsCode({ text: quoted(speech.text), ...pythonArguments(speech) });
  return [
    ...pythonHead(origin),
    `audio = client.tts.convert${args}`,
    `save(audio, ${quoted(fileName(speech))})`,
  ].join('\n');
}

function livePython(speech: Speech, origin: string): string {
  return [
    ...pythonHead(origin),
    '',
    'def text():',
    `    yield ${quoted(speech.text)}`,
    '',
    'audio = client.tts.stream_websocket(',
    '    text(),',
    ...argumentLines(pythonArguments(speech, true)),
    ')',
    `with open(${quoted(fileName(speech))}, "wb") as file:`,
    '    for chunk in audio:',
    '        file.write(chunk)',
  ].join('\n');
}
