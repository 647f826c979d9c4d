interface ChoiceProps<Value extends string> {
  label: string;
  options: Readonly<Record<Value, string>>;
  value: Value;
  onChange: (value: Value) => void;
}

/** A choice from a list. */
export function Choice<Value extends string>({ label, options, value, onChange }: ChoiceProps<Value>) {
  return (
    <label className="field">
      <span>{label}</span>
      <select value={value} onChange={(event) => onChange(event.target.value as Value)}>
        {(Object.entries(options) as [Value, string][]).map(([option, text]) => (
          <option key={option} value={option}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}

interface SliderProps {
  label: string;
  /** The value in words. */
  shown: string;
  range: { min: number; max: number; step: number };
  value: number;
  onChange: (value: number) => void;
}

/** A number in a range. */
export function Slider({ label, shown, range, value, onChange }: SliderProps) {
  return (
    <label className="field">
      <span>
        {label} <output>{shown}</output>
      </span>
      <input
        type="range"
        {...range}
        value={value}
        aria-valuetext={shown}
        onChange={(event) => onChange(event.target.valueAsNumber)}
      />
    </label>
  );
}
