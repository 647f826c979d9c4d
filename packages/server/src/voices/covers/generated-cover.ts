import { createHash } from 'node:crypto';

const SIDE = 512;
const WAVES = 3;
const POINTS = 8;

/**
 * The picture of a voice that has none: its initials over calm waves, in SVG. The same voice always gets the same one.
 * Colours are of a middle lightness, so that it stands out from light and from dark pages.
 */
export function generatedCover(id: string, title: string): string {
  const random = createHash('sha256').update(id).digest();
  const byte = (at: number) => random[at % random.length] ?? 0;
  const hue = (byte(0) * 360) / 256;
  const otherHue = (hue + 30 + byte(1) / 4) % 360;
  const waves = Array.from({ length: WAVES }, (_, wave) => {
    const height = SIDE * (0.55 + 0.13 * wave);
    return `<path d="${wavePath(height, byte(2 + 2 * wave), byte(3 + 2 * wave))}" fill="#fff" fill-opacity="0.1"/>`;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${SIDE} ${SIDE}" width="${SIDE}" height="${SIDE}">`,
    '<defs><linearGradient id="g" x1="0" y1="0" x2="1" y2="1">',
    `<stop offset="0" stop-color="hsl(${hue.toFixed(0)},46%,52%)"/>`,
    `<stop offset="1" stop-color="hsl(${otherHue.toFixed(0)},48%,40%)"/>`,
    '</linearGradient></defs>',
    `<rect width="${SIDE}" height="${SIDE}" fill="url(#g)"/>`,
    ...waves,
    `<text x="50%" y="50%" dy="0.35em" text-anchor="middle" font-family="system-ui, sans-serif" font-weight="600" font-size="184" fill="#fff" fill-opacity="0.94">${escapeXml(initialsOf(title))}</text>`,
    '</svg>',
  ].join('');
}

/** A wave from side to side at this height, closed along the bottom. */
function wavePath(height: number, swing: number, shift: number): string {
  const amplitude = 18 + (swing * 26) / 256;
  const points = Array.from({ length: POINTS + 1 }, (_, point) => {
    const phase = 2 * Math.PI * (shift / 256 + (1.5 * point) / POINTS);
    const y = height + amplitude * Math.sin(phase);
    // The slope of a sine at its ends, as control points of a curve (Hermite form).
    const slope = (amplitude * Math.cos(phase) * 2 * Math.PI * 1.5) / POINTS / 3;
    return { x: (SIDE * point) / POINTS, y, slope };
  });
  const third = SIDE / POINTS / 3;
  const [first, ...others] = points;
  let path = `M0 ${SIDE}V${first?.y.toFixed(1)}`;
  let before = first;
  for (const point of others) {
    if (!before) break;
    const [x1, y1, x2, y2] = [
      before.x + third,
      before.y + before.slope,
      point.x - third,
      point.y - point.slope,
    ];
    path += `C${[x1, y1, x2, y2, point.x, point.y].map((value) => value.toFixed(1)).join(' ')}`;
    before = point;
  }
  return `${path}V${SIDE}Z`;
}

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** The first characters, as people see them, of the first two words. */
function initialsOf(title: string): string {
  const words = title.match(/[\p{L}\p{N}\p{Extended_Pictographic}][^\s]*/gu) ?? [];
  return words
    .slice(0, 2)
    .map((word) => [...graphemes.segment(word)][0]?.segment ?? '')
    .join('')
    .toUpperCase();
}

function escapeXml(text: string): string {
  const names: Readonly<Record<string, string>> = {
    '&': 'amp',
    '<': 'lt',
    '>': 'gt',
    '"': 'quot',
    "'": 'apos',
  };
  return text.replace(/[&<>"']/g, (character) => `&${names[character]};`);
}
