import { describe, expect, it } from 'vitest';
import { BoundaryScanner } from './boundaries.ts';

/** The text with `|` at sentence, `¶` at paragraph and `/` at clause boundaries. */
function marked(text: string): string {
  const scanner = new BoundaryScanner();
  const boundaries = [...text].map((char) => scanner.read(char));
  boundaries.push(scanner.end());
  const symbols = { sentence: '|', paragraph: '¶', clause: '/' };
  let result = text;
  for (const boundary of boundaries.reverse()) {
    if (boundary) result = result.slice(0, boundary.at) + symbols[boundary.kind] + result.slice(boundary.at);
  }
  return result;
}

describe('BoundaryScanner', () => {
  it.each([
    ['ends sentences at stops', 'It rains. Really? Yes! Good.', 'It rains.| Really?| Yes!| Good.|'],
    [
      'keeps closing quotes and brackets with the sentence',
      '(Go.) "No!" He left.',
      '(Go.)| "No!"| He left.|',
    ],
    ['reads on after a quoted stop before a small letter', '"Go!" she said.', '"Go!"/ she said.|'],
    ['keeps Markdown emphasis with the sentence', '**Stop.** Now.', '**Stop.**| Now.|'],
    ['joins stops to one end', 'What?! No way!!! Oh... Well.', 'What?!| No way!!!| Oh...| Well.|'],
    [
      'takes an ellipsis before a small letter for a pause',
      'Well… yes. So... no.',
      'Well…/ yes.| So.../ no.|',
    ],
    ['ends sentences before digits', 'It rains. 3 cats came.', 'It rains.| 3 cats came.|'],
    [
      'leaves numbers and addresses whole',
      'Pi is 3.14, see a.io/?q=1!x now.',
      'Pi is 3.14,/ see a.io/?q=1!x now.|',
    ],
    ['finds clauses', 'One, two; three: four — five.', 'One,/ two;/ three:/ four —/ five.|'],
    ['leaves marks inside numbers and words', 'At 12:30 pay 1,000 (a–b).', 'At 12:30 pay 1,000 (a–b).|'],
    ['ends sentences at line breaks', 'Shopping\nMilk\r\nEggs', 'Shopping|\nMilk|\r\nEggs'],
    ['takes a wrapped line for a clause', 'the end of\nthe line', 'the end of/\nthe line'],
    ['ends paragraphs at blank lines', 'Title\n\nText.\r\n \r\nMore.', 'Title¶\n\nText.¶\r\n \r\nMore.|'],
    ['takes CR LF for one line break', 'One.\r\nTwo.', 'One.|\r\nTwo.|'],
    ['keeps emoji with the sentence before', 'Nice! 🎉👍🏽 Next.', 'Nice! 🎉👍🏽| Next.|'],
    [
      'lets dashes, dots and emoji that start a line open it',
      'Go.\n— No.\n...\n🎉 Yes.',
      'Go.|\n— No.|\n...|\n🎉 Yes.|',
    ],
    ['leaves a dash after a sentence to the next one', 'Go. — No.', 'Go.| — No.|'],
    ['needs no space after CJK marks', '你好，世界。“好！”他说', '你好，/世界。|“好！”|他说'],
    ['takes “ after 。 for an opening quote', '他说。“好。”', '他说。|“好。”|'],
    ['honours no-break spaces', '« Oui\xa0!\xa0» Il dort.', '« Oui\xa0!\xa0»| Il dort.|'],
    ['takes French spaces before marks', 'Quoi ? Non !', 'Quoi ?| Non !|'],
  ])('%s', (_, text, expected) => {
    expect(marked(text)).toBe(expected);
  });

  it.each([
    'Dr. Smith and Mrs. Jones met J. R. R. Tolkien.',
    'The U.S. Army left at 5 a.m. Monday, i.e. Labor Day.',
    'See No. 5, vol. 3, pp. 7 and Fig. 2 of Kant vs. Hegel.',
    'Prof. Ph.D. Meyer wohnt z.B. am 3. Oktober bei Hr. Schmidt.',
    'M. Dupont et Mgr. Martin sont là.',
    'Он живёт в г. Москва на ул. Ленина, т.е. рядом.',
    '1. Apples',
    'On Jan. 5 it rained.',
  ])('ends no sentence inside "%s"', (text) => {
    expect(marked(text).replaceAll('/', '').slice(0, -1)).not.toMatch(/[|¶]/);
  });

  it.each([
    ['He said no. Then he left.', 'He said no.| Then he left.|'],
    ['So do I. You too.', 'So do I.| You too.|'],
    ['It was 1999. We left.', 'It was 1999.| We left.|'],
  ])('ends sentences with words that only look like abbreviations: "%s"', (text, expected) => {
    expect(marked(text)).toBe(expected);
  });

  it.each([
    'The committee met on Tuesday. Nobody came! Was it the weather? We shall see.',
    "Le comité s'est réuni mardi. Personne n'est venu ! Était-ce le temps ? Nous verrons.",
    '¿Dónde está el gato? ¡Está en casa! Nadie lo ha visto. Veremos.',
    'Комитет собрался во вторник. Никто не пришёл! Почему? Посмотрим.',
    '委员会周二开会。没有人来！是天气的原因吗？我们会看到的。',
    '会議は火曜日に開かれました。誰も来ませんでした！天気のせいでしょうか？',
    '위원회는 화요일에 모였습니다. 아무도 오지 않았습니다! 왜일까요?',
    'समिति की बैठक मंगलवार को हुई। कोई नहीं आया! क्या मौसम ठीक था?',
    'কমিটি মঙ্গলবার বৈঠক করেছে। কেউ আসেনি! কেন?',
    'اجتمعت اللجنة يوم الثلاثاء. لم يأت أحد! هل كان الطقس؟ سنرى.',
    'הוועדה נפגשה ביום שלישי. איש לא בא! למה?',
    'კომიტეტი სამშაბათს შეიკრიბა. არავინ მოვიდა! რატომ?',
    'Կոմիտեն հանդիպեց երեքշաբթի։ Ոչ ոք չեկավ։',
    'ကော်မတီသည် အင်္ဂါနေ့တွင် တွေ့ဆုံခဲ့သည်။ မည်သူမျှ မလာခဲ့ပါ။',
    'ኮሚቴው ማክሰኞ ተሰበሰበ። ማንም አልመጣም።',
  ])('agrees with Intl.Segmenter on plain prose: "%s"', (text) => {
    const sentences = [...new Intl.Segmenter('und', { granularity: 'sentence' }).segment(text)];
    const found = marked(text)
      .replaceAll('/', '')
      .split('|')
      .map((sentence) => sentence.trim());
    expect(found.filter(Boolean)).toEqual(sentences.map(({ segment }) => segment.trim()));
  });

  it('reports a boundary with the first character that makes it certain', () => {
    const scanner = new BoundaryScanner();
    for (const char of 'Hello. ') expect(scanner.read(char)).toBeUndefined();
    expect(scanner.settled).toBe(5);
    expect(scanner.read('W')).toEqual({ kind: 'sentence', at: 6 });
    expect(scanner.settled).toBe(8);
  });
});
