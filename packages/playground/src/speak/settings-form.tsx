import { english } from '../english.ts';
import { Choice, Slider } from '../parts/fields.tsx';
import { models, ranges, type SpeechSettings } from './speech-settings.ts';

interface SettingsFormProps {
  settings: SpeechSettings;
  onChange: (changes: Partial<SpeechSettings>) => void;
}

const words = english.speak;
const modelNames = Object.fromEntries(models.map((model) => [model, model]));

/** How to speak. */
export function SettingsForm({ settings, onChange }: SettingsFormProps) {
  const { model, format, latency, speed, volume, temperature } = settings;
  return (
    <div className="card">
      <h2>{words.settings}</h2>
      <Choice
        label={words.model}
        options={modelNames}
        value={model}
        onChange={(next) => onChange({ model: next })}
      />
      <Choice
        label={words.format}
        options={words.formats}
        value={format}
        onChange={(next) => onChange({ format: next })}
      />
      <Choice
        label={words.latency}
        options={words.latencies}
        value={latency}
        onChange={(next) => onChange({ latency: next })}
      />
      <Slider
        label={words.speed}
        shown={words.times(speed)}
        range={ranges.speed}
        value={speed}
        onChange={(next) => onChange({ speed: next })}
      />
      <Slider
        label={words.volume}
        shown={words.decibels(volume)}
        range={ranges.volume}
        value={volume}
        onChange={(next) => onChange({ volume: next })}
      />
      <Slider
        label={words.temperature}
        shown={temperature.toFixed(2)}
        range={ranges.temperature}
        value={temperature}
        onChange={(next) => onChange({ temperature: next })}
      />
    </div>
  );
}
