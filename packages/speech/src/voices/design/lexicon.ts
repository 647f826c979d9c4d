import type { Age, Sex, Traits } from './traits.ts';

/** What a word says of a voice. */
export type Meaning =
  | { sex: Sex; age?: Age }
  | { age: Age }
  | { traits: Partial<Traits> }
  /** BCP 47 tag of how English is spoken. */
  | { accent: string }
  /** Makes the next meaning so many times as strong; below 0, the opposite of it. */
  | { times: number };

const sexes: Readonly<Record<string, Meaning>> = {
  'woman, female, feminine, lady, she, her, mother, actress, queen, duchess, soprano, alto, mezzo': {
    sex: 'female',
  },
  'man, male, masculine, gentleman, he, his, father, guy, dude, king, actor, bass, baritone, tenor, giant, ogre, monster, troll':
    {
      sex: 'male',
    },
  'girl, daughter, princess, schoolgirl': { sex: 'female', age: 'child' },
  'boy, son, prince, schoolboy, lad': { sex: 'male', age: 'child' },
  'grandmother, granny, grandma, crone': { sex: 'female', age: 'old' },
  'grandfather, grandpa': { sex: 'male', age: 'old' },
  '女, 女性, 女人, 女声, 女の人': { sex: 'female' },
  '男, 男性, 男人, 男声, 男の人': { sex: 'male' },
  '女孩, 少女, 女の子': { sex: 'female', age: 'teenager' },
  '男孩, 少年, 男の子': { sex: 'male', age: 'teenager' },
};

const ages: Readonly<Record<string, Meaning>> = {
  'child, kid, childlike, childish, toddler, elf, pixie, 儿童, 小孩, 孩子, 子供': { age: 'child' },
  'teen, teens, teenage, teenager, teenaged, adolescent, student': { age: 'teenager' },
  'young, youthful, twenties, 20s, 年轻, 青年, 若い': { age: 'young' },
  'adult, middle aged, mature, thirties, forties, fifties, 30s, 40s, 50s, 中年, 成熟': { age: 'adult' },
  'old, elderly, aged, aging, ancient, senior, sixties, seventies, eighties, 60s, 70s, 80s, wizard, sage, 老, 老年, 老人, 年老':
    { age: 'old' },
};

const pitches: Readonly<Record<string, Meaning>> = {
  'deep, low, low pitched, bass, booming, sonorous, rumbling, 低沉, 低い': {
    traits: { pitch: -4, tract: 5, body: 3, tilt: -0.5 },
  },
  'baritone, alto, lower': { traits: { pitch: -2, tract: 2, body: 1 } },
  'high, high pitched, squeaky, shrill, piping, 高い, 高音, 尖': { traits: { pitch: 4, tract: -4, tilt: 1 } },
  'tenor, soprano, higher': { traits: { pitch: 2, tract: -2 } },
  'monotone, monotonous, flat, deadpan, robotic, expressionless, emotionless, 单调': {
    traits: { range: -1 },
  },
  'calm, composed, measured, serene, soothing, relaxed, steady, meditative, 平静, 沉稳, 落ち着いた': {
    traits: { range: -0.4, pace: -10, tilt: -0.5 },
  },
  'lively, expressive, animated, dramatic, theatrical, melodic, singsong, varied, 生动': {
    traits: { range: 0.7, pace: 4 },
  },
  'energetic, excited, enthusiastic, upbeat, cheerful, happy, bubbly, playful, perky, 活泼, 开朗, 元気': {
    traits: { pitch: 2, range: 0.6, pace: 10, tilt: 0.8 },
  },
  'sad, melancholic, melancholy, gloomy, sombre, somber, tired, weary, sleepy, bored': {
    traits: { pitch: -1.5, range: -0.6, pace: -12, tilt: -1 },
  },
  'angry, aggressive, fierce, menacing, evil, villainous, sinister': {
    traits: { pitch: -1, range: 0.3, tract: 2, tilt: 0.5, clarity: -4 },
  },
  'serious, stern, authoritative, commanding, confident, assertive, powerful, strong, 自信': {
    traits: { pitch: -1, range: -0.1, presence: 2, clarity: 2 },
  },
};

const paces: Readonly<Record<string, Meaning>> = {
  'fast, quick, rapid, brisk, hurried, hasty, fast paced, 快, 快速, 速い': { traits: { pace: 22 } },
  'slow, leisurely, unhurried, deliberate, slow paced, drawling, 慢, 缓慢, ゆっくり': {
    traits: { pace: -22 },
  },
};

const timbres: Readonly<Record<string, Meaning>> = {
  'bright, brilliant, sharp, crystal, tinny, metallic, 明亮, 清脆, 明るい': {
    traits: { tilt: 2, presence: 2, tract: -1 },
  },
  'crisp, clear, articulate, clean, studio, professional, 清晰': {
    traits: { presence: 2, tilt: 0.7, clarity: 3 },
  },
  'dark, muffled, dull': { traits: { tilt: -2, tract: 1 } },
  'warm, mellow, velvety, smooth, rich, full, round, honeyed, 温暖, 温柔, 暖かい': {
    traits: { body: 3, tilt: -1, presence: -1 },
  },
  'soft, gentle, tender, delicate, quiet, mild, 柔和, 轻柔, 優しい': {
    traits: { tilt: -1.2, range: -0.2, clarity: -2 },
  },
  'thin, weak, frail, feeble, small, tiny': { traits: { body: -4, tract: -4, clarity: -2 } },
  'big, large, huge, giant, massive, ogre, monster, troll': { traits: { tract: 8, pitch: -3, body: 3 } },
  'breathy, airy, whispery, whispering, sultry, husky, seductive, 气声': {
    traits: { clarity: -8, tilt: -0.5 },
  },
  'raspy, hoarse, gravelly, gruff, rough, harsh, scratchy, growling, croaky, gritty, smoky, 沙哑, 嘶哑': {
    traits: { clarity: -7, pitch: -1.5, tilt: 0.5 },
  },
  'shaky, trembling, quavering, wavering': { traits: { range: 0.4, clarity: -4 } },
  'nasal, whiny, pinched, nerdy, 鼻音': { traits: { nasality: 5, body: -2 } },
  // So that neither says anything of the pitch.
  'high quality, high fidelity, low noise': { traits: {} },
};

const accents: Readonly<Record<string, Meaning>> = {
  'british, london, posh': { accent: 'en-GB' },
  'received pronunciation': { accent: 'en-GB-x-rp' },
  'american, californian': { accent: 'en-US' },
  'scottish, scots': { accent: 'en-GB-scotland' },
  caribbean: { accent: 'en-029' },
};

const modifiers: Readonly<Record<string, Meaning>> = {
  'very, extremely, super, incredibly, exceptionally, highly, really, so, 非常, 很, とても': { times: 1.5 },
  'quite, fairly, rather, pretty, moderately': { times: 0.8 },
  'slightly, somewhat, a bit, a little, a touch of, a hint of, mildly, kind of, slight, 稍微, 有点, 少し': {
    times: 0.5,
  },
  'not too, not very, not overly': { times: -0.3 },
  'not, no, never, without, non, less, hardly, isn’t, aren’t, doesn’t, 不, 没有': { times: -0.7 },
};

/** By word or phrase, in lower case. A phrase may also be written with a hyphen. */
export const lexicon: ReadonlyMap<string, readonly Meaning[]> = byWord([
  sexes,
  ages,
  pitches,
  paces,
  timbres,
  accents,
  modifiers,
]);

function byWord(tables: readonly Readonly<Record<string, Meaning>>[]): Map<string, Meaning[]> {
  const words = new Map<string, Meaning[]>();
  for (const table of tables) {
    for (const [names, meaning] of Object.entries(table)) {
      for (const name of names.split(', ')) words.set(name, [...(words.get(name) ?? []), meaning]);
    }
  }
  return words;
}
