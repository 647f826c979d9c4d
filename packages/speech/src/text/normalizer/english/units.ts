import { phrase, type Rule, rule } from '../rules.ts';
import { cardinal, isOne, NO_LETTER, NUMBER, spoken, WORD_END } from './words.ts';

/** One and many of what a unit measures; of one form where both are the same. */
const UNITS: Readonly<Record<string, readonly [string, string] | readonly [string]>> = {
  'km/h': ['kilometer per hour', 'kilometers per hour'],
  kmh: ['kilometer per hour', 'kilometers per hour'],
  kph: ['kilometer per hour', 'kilometers per hour'],
  mph: ['mile per hour', 'miles per hour'],
  'm/s': ['meter per second', 'meters per second'],
  'm/s²': ['meter per second squared', 'meters per second squared'],
  'kg/m³': ['kilogram per cubic meter', 'kilograms per cubic meter'],
  'mg/L': ['milligram per liter', 'milligrams per liter'],
  km: ['kilometer', 'kilometers'],
  m: ['meter', 'meters'],
  cm: ['centimeter', 'centimeters'],
  mm: ['millimeter', 'millimeters'],
  µm: ['micrometer', 'micrometers'],
  μm: ['micrometer', 'micrometers'],
  nm: ['nanometer', 'nanometers'],
  mi: ['mile', 'miles'],
  yd: ['yard', 'yards'],
  ft: ['foot', 'feet'],
  'km²': ['square kilometer', 'square kilometers'],
  km2: ['square kilometer', 'square kilometers'],
  'm²': ['square meter', 'square meters'],
  m2: ['square meter', 'square meters'],
  'cm²': ['square centimeter', 'square centimeters'],
  'm³': ['cubic meter', 'cubic meters'],
  m3: ['cubic meter', 'cubic meters'],
  'cm³': ['cubic centimeter', 'cubic centimeters'],
  'sq ft': ['square foot', 'square feet'],
  'ft²': ['square foot', 'square feet'],
  ha: ['hectare', 'hectares'],
  kg: ['kilogram', 'kilograms'],
  g: ['gram', 'grams'],
  mg: ['milligram', 'milligrams'],
  µg: ['microgram', 'micrograms'],
  μg: ['microgram', 'micrograms'],
  lb: ['pound', 'pounds'],
  lbs: ['pound', 'pounds'],
  oz: ['ounce', 'ounces'],
  l: ['liter', 'liters'],
  L: ['liter', 'liters'],
  ml: ['milliliter', 'milliliters'],
  mL: ['milliliter', 'milliliters'],
  cl: ['centiliter', 'centiliters'],
  dl: ['deciliter', 'deciliters'],
  gal: ['gallon', 'gallons'],
  tbsp: ['tablespoon', 'tablespoons'],
  tsp: ['teaspoon', 'teaspoons'],
  KB: ['kilobyte', 'kilobytes'],
  kB: ['kilobyte', 'kilobytes'],
  MB: ['megabyte', 'megabytes'],
  GB: ['gigabyte', 'gigabytes'],
  TB: ['terabyte', 'terabytes'],
  PB: ['petabyte', 'petabytes'],
  KiB: ['kibibyte', 'kibibytes'],
  MiB: ['mebibyte', 'mebibytes'],
  GiB: ['gibibyte', 'gibibytes'],
  'MB/s': ['megabyte per second', 'megabytes per second'],
  'GB/s': ['gigabyte per second', 'gigabytes per second'],
  kbps: ['kilobit per second', 'kilobits per second'],
  'kbit/s': ['kilobit per second', 'kilobits per second'],
  Mbps: ['megabit per second', 'megabits per second'],
  'Mbit/s': ['megabit per second', 'megabits per second'],
  Gbps: ['gigabit per second', 'gigabits per second'],
  'Gbit/s': ['gigabit per second', 'gigabits per second'],
  Hz: ['hertz'],
  kHz: ['kilohertz'],
  MHz: ['megahertz'],
  GHz: ['gigahertz'],
  W: ['watt', 'watts'],
  kW: ['kilowatt', 'kilowatts'],
  MW: ['megawatt', 'megawatts'],
  GW: ['gigawatt', 'gigawatts'],
  Wh: ['watt hour', 'watt hours'],
  kWh: ['kilowatt hour', 'kilowatt hours'],
  MWh: ['megawatt hour', 'megawatt hours'],
  V: ['volt', 'volts'],
  kV: ['kilovolt', 'kilovolts'],
  mV: ['millivolt', 'millivolts'],
  mA: ['milliamp', 'milliamps'],
  mAh: ['milliamp hour', 'milliamp hours'],
  Ω: ['ohm', 'ohms'],
  kΩ: ['kilohm', 'kilohms'],
  s: ['second', 'seconds'],
  sec: ['second', 'seconds'],
  secs: ['second', 'seconds'],
  ms: ['millisecond', 'milliseconds'],
  µs: ['microsecond', 'microseconds'],
  μs: ['microsecond', 'microseconds'],
  ns: ['nanosecond', 'nanoseconds'],
  min: ['minute', 'minutes'],
  mins: ['minute', 'minutes'],
  h: ['hour', 'hours'],
  hr: ['hour', 'hours'],
  hrs: ['hour', 'hours'],
  yr: ['year', 'years'],
  yrs: ['year', 'years'],
  '°C': ['degree Celsius', 'degrees Celsius'],
  '℃': ['degree Celsius', 'degrees Celsius'],
  '°F': ['degree Fahrenheit', 'degrees Fahrenheit'],
  '℉': ['degree Fahrenheit', 'degrees Fahrenheit'],
  '°': ['degree', 'degrees'],
  Pa: ['pascal', 'pascals'],
  hPa: ['hectopascal', 'hectopascals'],
  kPa: ['kilopascal', 'kilopascals'],
  psi: ['pound per square inch', 'pounds per square inch'],
  dB: ['decibel', 'decibels'],
  fps: ['frame per second', 'frames per second'],
  rpm: ['revolution per minute', 'revolutions per minute'],
  bpm: ['beat per minute', 'beats per minute'],
  dpi: ['dot per inch', 'dots per inch'],
  px: ['pixel', 'pixels'],
  cal: ['calorie', 'calories'],
  kcal: ['kilocalorie', 'kilocalories'],
  kJ: ['kilojoule', 'kilojoules'],
  mpg: ['mile per gallon', 'miles per gallon'],
};

const UNIT = Object.keys(UNITS)
  .toSorted((a, b) => b.length - a.length)
  .join('|');
const COUNT_END = String.raw`(?![\wÀ-ÖØ-öø-ɏ]|[.,]\d)`;

/** Numbers with a unit or a percent sign, and feet and inches. */
export const unitRules: readonly Rule[] = [
  rule(
    `(${NUMBER}) ?([%‰])`,
    ([, number = '', sign]) => `${spoken(number)} ${sign === '%' ? 'percent' : 'per mille'}`,
  ),
  rule(
    String.raw`(\d{1,2})['′] ?(\d{1,2})(?:["″]|'')`,
    ([, feet = '', inches = '']) => `${cardinal(feet)} ${isOne(feet) ? 'foot' : 'feet'} ${cardinal(inches)}`,
  ),
  rule(
    String.raw`(${NUMBER})(?: ?in\.(?= [a-z])|in${WORD_END})`,
    ([, number = '']) => `${spoken(number)} ${isOne(number) ? 'inch' : 'inches'}`,
  ),
  // "3h 45m"
  rule(
    String.raw`(?<=\dh ?)(\d{1,2})m${WORD_END}`,
    ([, minutes = '']) => `${cardinal(minutes)} ${isOne(minutes) ? 'minute' : 'minutes'}`,
  ),
  // "1920x1080", "3 x 4": the numbers stay for the rules behind.
  rule(
    String.raw`(${NUMBER})(?<!\b0)(?: ?x ?|×)(?=\d)(?!10[\^⁻⁰¹²³⁴-⁹])`,
    ([, number = '']) => `${spoken(number)} by `,
  ),
  rule(
    String.raw`(${NUMBER})[ \u00a0]?(${UNIT})(?:\.(?= [a-z]))?${COUNT_END}`,
    ([, number = '', unit = '']) => measure(number, unit),
  ),
];

/** Units that stand behind a fraction, or by themselves behind "per". */
export const unitSignRules: readonly Rule[] = [
  phrase(`°C${NO_LETTER}`, 'degrees Celsius'),
  phrase(`°F${NO_LETTER}`, 'degrees Fahrenheit'),
];

function measure(number: string, unit: string): string | undefined {
  const [one, many = one] = UNITS[unit] ?? [];
  // "007 m" and "1984 h" are rather names than measures.
  if (!one || /^0\d/.test(number)) return undefined;
  return `${spoken(number)} ${isOne(number) ? one : many}`;
}
