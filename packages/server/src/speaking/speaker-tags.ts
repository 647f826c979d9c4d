import { invalidInput, type ValidationIssue } from '@shoal/wire';

const TAG = /<\|speaker:(\d{1,3})\|>/g;

/**
 * Checks that every `<|speaker:N|>` in a text names somebody who is there.
 *
 * @param speakers how many there are; without any, the default voice is speaker 0
 * @throws WireError `invalid`
 */
export function checkSpeakerTags(text: string, speakers: number, source: ValidationIssue['in']): void {
  const most = Math.max(1, speakers) - 1;
  for (const [tag, number] of text.matchAll(TAG)) {
    if (Number(number) <= most) continue;
    throw invalidInput([source, 'text'], `There is no voice for ${tag}`, { le: most });
  }
}
