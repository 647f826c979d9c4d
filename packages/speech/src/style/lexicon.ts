import type { EffectName } from '../effects/names.ts';
import type { StyleName } from './styles.ts';

/** What a word of a cue stands for. */
export type Meaning =
  | { kind: 'style'; style: StyleName; isFeeling: boolean }
  | { kind: 'effect'; effect: EffectName }
  | { kind: 'pause'; ms: number }
  /** Makes the next style stronger or weaker; 0 takes it away. */
  | { kind: 'modifier'; strength: number }
  /** Speaks of the voice, and changes nothing by itself. */
  | { kind: 'voice' }
  /** Holds cues together. */
  | { kind: 'filler' };

/** Feelings and tones: what the documented tags name, with words that mean much the same. */
const feelings: Readonly<Partial<Record<StyleName, string>>> = {
  happy:
    'happy|glad|cheerful|joyful|joyous|merry|upbeat|bright|smile|grin|friendly|welcoming|celebrate|jolly|开心|高兴|快乐|愉快|微笑|幸せ|喜び|嬉しい|嬉しそう|楽しい|明るい声|明るい|欣快',
  excited:
    'excited|excite|enthusiastic|energetic|thrilled|ecstatic|eager|keen|passionate|exhilarated|hyped|triumphant|elated|兴奋|激动|热情|热衷|興奮|激昂',
  delighted: 'delighted|delight|overjoyed|impressed|awed|amazed|wonder|喜悦|欣喜|感心',
  amused:
    'amused|playful|teasing|humorous|mischievous|joking|funny|flirty|flirtatious|cheeky|witty|戏谑|调皮|俏皮|からかう',
  content: 'content|satisfied|pleased|relieved|comfortable|fulfilled|满意|满足|満足|気楽',
  proud: 'proud|smug|boastful|arrogant|haughty|骄傲|自豪|得意|傲慢|誇張|自慢',
  confident: 'confident|assertive|bold|assured|自信|自信満々|信頼',
  determined: 'determined|resolute|firm|stern|commanding|authoritative|defiant|坚定|坚决|命令|力込む',
  hopeful: 'hopeful|optimistic|encouraging|inspiring|inspirational|希望|乐观|期待',
  tender:
    'tender|gentle|empathetic|sympathetic|compassionate|grateful|thankful|moved|touched|caring|loving|kind|sweet|warm|comforting|comfort|soothing|sincere|conciliative|apologetic|patient|affectionate|reassuring|intimate|heartfelt|温柔|温和|感激|感动|同情|安慰|安抚|真诚|体贴|优しい|感動|感謝|思いやり|関心|理解|真誠|懇願',
  curious: 'curious|interested|inquisitive|intrigued|thoughtful|好奇|感兴趣|感興趣|興味深い',
  surprised:
    'surprised|astonished|shocked|stunned|startled|incredulous|惊讶|惊喜|震惊|吃惊|驚く|意外|驚き|感嘆',
  sad: 'sad|unhappy|depressed|sorrowful|melancholic|melancholy|mournful|grief|grieving|heartbroken|lonely|gloomy|miserable|tearful|devastated|sorrow|despair|painful|伤心|悲伤|难过|沮丧|郁闷|忧郁|孤独|不开心|悲しい|悲しげ|悲しそう|落ち込む|寂しい|悩む|困る|絶望',
  disappointed:
    'disappointed|regretful|resigned|pessimistic|yielding|negative|remorseful|reluctant|失望|遗憾|后悔|无奈|悲观|屈服|消极|残念|後悔',
  nostalgic: 'nostalgic|wistful|longing|dreamy|怀念|怀旧|懐かしい',
  ashamed:
    'ashamed|guilty|embarrassed|awkward|shy|timid|bashful|sheepish|尴尬|羞愧|内疚|愧疚|害羞|恥じる|気まずい|恥ずかしい|照れる|自責',
  bored: 'bored|boring|indifferent|uninterested|apathetic|deadpan|detached|无聊|冷漠|平淡|平然',
  tired: 'tired|weary|exhausted|sleepy|drowsy|fatigued|weak|疲惫|疲倦|累|疲れた|疲れ|眠い',
  angry:
    'angry|anger|furious|mad|enraged|outraged|irate|hostile|rage|aggressive|threatening|menacing|生气|愤怒|恼怒|怒り|怒って|怒る|威嚇|脅し|激しい|不機嫌',
  frustrated:
    'frustrated|annoyed|irritated|upset|impatient|exasperated|disapproving|denying|grumpy|unsatisfied|挫败|烦躁|不耐烦|烦恼|不满|否认|不赞成|イライラ|イライラする|不満|焦る',
  disgusted: 'disgusted|revolted|repulsed|厌恶|恶心|嫌弃|嫌がる',
  scornful:
    'scornful|disdainful|contemptuous|sneering|sneer|mocking|cold|condescending|dismissive|bitter|鄙视|轻蔑|不屑|冷笑|嘲讽|軽蔑|嘲り|冷たい|挑発',
  sarcastic: 'sarcastic|ironic|sardonic|wry|讽刺|皮肉',
  jealous: 'jealous|envious|嫉妒|羡慕|妬む|羨ましい',
  nervous:
    'nervous|anxious|tense|restless|jittery|stammering|stuttering|agitated|shaky|trembling|紧张|焦虑|不安|緊張|慌てた|慌てて',
  scared:
    'scared|afraid|frightened|terrified|fearful|panicked|panic|fear|horrified|害怕|恐惧|惊恐|惊慌|恐慌|怯える|怖い|恐怖',
  worried: 'worried|concerned|uneasy|troubled|担心|担忧|心配',
  confused:
    'confused|uncertain|doubtful|puzzled|perplexed|unsure|hesitant|hesitating|hesitate|skeptical|suspicious|bewildered|困惑|疑惑|怀疑|犹豫|不确定',
  hysterical: 'hysterical|manic|frantic|crazed|歇斯底里',
  desperate: 'desperate|pleading|begging|urgent|绝望|恳求|哀求|必死',
  calm: 'calm|relaxed|peaceful|serene|tranquil|composed|meditative|平静|冷静|放松|从容|安静|平和|平静な|落ち着いた|落ち着いて|穏やか',
  serious: 'serious|solemn|grave|formal|professional|severe|严肃|认真|庄重|真剣|厳粛|説教',
  dramatic: 'dramatic|epic|theatrical|intense|suspenseful|戏剧性|夸张',
  broadcast: 'broadcast|narrator|narration|newscaster|announcer|storytelling|documentary|播音|新闻',
  mysterious: 'mysterious|eerie|creepy|sinister|ominous|conspiratorial|spooky|神秘|阴森',
  hurried: 'in a hurry|hurry|hurried|hurriedly|rushed|rushing|hasty|匆忙|急促|着急|急いで|早口',
  shouting:
    'shouting|shout|yell|yelling|calling out|bellow|raised voice|大喊|喊叫|大叫|喊|大声|大声で|叫んで|叫ぶ',
  screaming: 'screaming|scream|shriek|shrieking|screech|尖叫|悲鳴',
  whispering:
    'whispering|whisper|whispered|under his breath|under her breath|under breath|murmur|murmuring|mutter|muttering|mumble|耳语|低语|悄悄|低声|小声|私语|轻声|囁き|囁く|囁いて|ささやき|ささやく|ささやいて|ひそひそ|小声で',
  soft: 'soft|softly|soft tone|hushed|柔和|轻柔|柔らかい|静かに',
  emphatic: 'emphasis|emphasize|emphasise|emphasizing|emphatic|stressed|强调|強調|強調して',
};

/** How fast, loud, high: ordinary words, so that they make a cue only where any description may be one. */
const manners: Readonly<Partial<Record<StyleName, string>>> = {
  slow: 'slow|slowly|unhurried|slower|drawn out|慢速|缓慢|慢慢|ゆっくり',
  fast: 'fast|quick|rapid|quickly|faster|swift|快速|很快|速く',
  loud: 'loud|louder|loudly|volume up|booming|响亮|高声',
  quiet: 'quiet|quieter|quietly|volume down|low volume|faint|low voice|低音量|小音量',
  high: 'high|high pitched|higher|pitch up|shrill|squeaky|childlike|高音|高い声|高声调',
  deep: 'deep|low|lower|pitch down|low pitched|gravelly|低沉|低音|低い声',
  lively: 'lively|expressive|animated|vivid|rising|rising tone|sing song|生动|活泼',
  flat: 'monotone|monotonous|robotic|flat|emotionless|单调|机械|棒読み',
  breathy: 'breathy|breathless|airy|气声|息混じり',
  hoarse: 'hoarse|raspy|husky|rough|croaky|strained|沙哑|かすれた',
  neutral: 'neutral|normal|normally|natural|plain|ordinary|平常|正常|普通|中性|普通に',
};

const effects: Readonly<Record<EffectName, string>> = {
  laugh: 'laugh|laughing|laughter|cackle|cackling|guffaw|大笑|笑|笑い|笑って|笑う|哈哈大笑',
  chuckle: 'chuckle|chuckling|giggle|giggling|snicker|snickering|snigger|titter|轻笑|偷笑|窃笑|くすくす',
  sigh: 'sigh|sighing|exhale|exhaling|叹气|叹息|ため息|ため息をついて',
  breath: 'breath|breathe|breathing|inhale|inhaling|deep breath|breathe in|呼吸|吸气|深呼吸|息を吸って',
  gasp: 'gasp|gasping|喘息|倒吸|息をのむ|息をのんで',
  pant: 'pant|panting|out of breath|喘气|息切れ|息を切らして',
  cough: 'cough|coughing|咳嗽|咳',
  'clear-throat':
    'clear throat|clearing throat|clears throat|cleared throat|throat clearing|clear his throat|clear her throat|clears his throat|clears her throat|ahem|清嗓|清嗓子|咳払い',
  'lip-smack': 'lip smack|lip smacking|smack lips|smacks lips|tsk|tut|咂嘴|舌打ち',
  sob: 'sob|sobbing|crying loudly|cries loudly|cry|crying|weep|weeping|whimper|whimpering|sniffle|sniffling|sniff|哭|哭泣|抽泣|大哭|啜泣|哽咽|泣く|泣いて|泣きながら|すすり泣き|号泣',
  yawn: 'yawn|yawning|打哈欠|哈欠|あくび',
  groan: 'groan|groaning|moan|moaning|grunt|grunting|呻吟|うめき|うめいて',
  snore: 'snore|snoring|打鼾|打呼噜|いびき',
  'crowd-laugh':
    'audience laughing|audience laughter|audience laughs|background laughter|background laughing|crowd laughing|crowd laughter|laugh track|观众笑|观众大笑|背景笑声|笑声',
};

const pauses: Readonly<Record<number, string>> = {
  350: 'break|short pause|short break|brief pause|beat|停顿|短暂停顿|間',
  600: 'pause|pauses|pausing|pauses briefly|暂停',
  1000: 'long break|long pause|silence|silent pause|dramatic pause|long silence|长停顿|長い間|沉默|沈黙',
};

const modifiers: Readonly<Record<number, string>> = {
  0: 'not|without|no|non|不',
  0.35: 'barely|hardly|faintly|subtly|subtle|微微|微かに',
  0.5: 'slightly|slight|a bit|a little|little|mildly|mild|somewhat|kind of|sort of|light|lightly|稍微|略微|有点|轻微|少し|やや|ちょっと',
  0.75: 'rather|fairly|quite|pretty|moderately|比较|かなり',
  1.4: 'very|really|so|highly|strongly|strong|deeply|super|big|heavily|heavy|increasingly|很|非常|十分|特别|とても|すごく',
  1.75: 'extremely|incredibly|absolutely|totally|utterly|insanely|wildly|uncontrollably|overwhelmingly|极其|极度|超级|极为|極めて|めちゃくちゃ',
};

const voiceWords =
  'voice|tone|pitch|speaking|speak|speaks|talking|accent|delivery|intonation|tempo|pace|volume|timbre|whispery|singing|sing|sings|echo|interrupting|humming|hum|whistling|whistle|applause|clapping|cheering|music|sfx|sound effect|beep|bleep|nasal|声音|语气|语调|口吻|音调|口音|声|口調|唱歌|说|地说|言う|言って';

const fillers =
  'and|in|a|an|the|with|of|but|then|while|more|tone of|voice of|full of|manner|style|way|as|if|to|from|trying|地|的|着|了|说|で|に|な|と|の|して|が|を|は|そうに|げに';

const meanings = new Map<string, Meaning>();
function add(words: string, meaning: Meaning): void {
  // What comes first holds: of "大笑" the first list says what it is.
  for (const word of words.split('|')) if (!meanings.has(word)) meanings.set(word, meaning);
}
for (const [style, words] of Object.entries(feelings))
  add(words, { kind: 'style', style: style as StyleName, isFeeling: true });
for (const [style, words] of Object.entries(manners))
  add(words, { kind: 'style', style: style as StyleName, isFeeling: false });
for (const [effect, words] of Object.entries(effects))
  add(words, { kind: 'effect', effect: effect as EffectName });
for (const [ms, words] of Object.entries(pauses)) add(words, { kind: 'pause', ms: Number(ms) });
for (const [strength, words] of Object.entries(modifiers))
  add(words, { kind: 'modifier', strength: Number(strength) });
add(voiceWords, { kind: 'voice' });
add(fillers, { kind: 'filler' });

/** Words of at least so many letters are found with one letter wrong. */
const MISTAKABLE_LENGTH = 6;
/** By what is left of a word without one of its letters. */
const mistakable = new Map<string, Meaning>();
for (const [word, meaning] of meanings) {
  if (!/^[a-z]+$/.test(word) || word.length < MISTAKABLE_LENGTH || meaning.kind === 'filler') continue;
  for (const shorter of withoutOneLetter(word))
    if (!mistakable.has(shorter)) mistakable.set(shorter, meaning);
}

/** Words in the longest entry. */
export const LONGEST_PHRASE = 3;
/** Characters in the longest entry of a script without spaces. */
export const LONGEST_CHARACTERS = 8;

/** What a word or a phrase in lower case stands for, in any of its forms; undefined where it is in no list. */
export function meaningOf(phrase: string): Meaning | undefined {
  const known = meanings.get(phrase);
  if (known || !/^[a-z ]+$/.test(phrase)) return known;
  for (const stem of stemsOf(phrase)) {
    const meaning = meanings.get(stem);
    if (meaning && meaning.kind !== 'filler') return meaning;
  }
  return undefined;
}

/** The meaning of the known word that a misspelt one comes nearest to. */
export function nearestMeaning(word: string): Meaning | undefined {
  if (word.length < MISTAKABLE_LENGTH - 1 || !/^[a-z]+$/.test(word)) return undefined;
  for (const shorter of [word, ...withoutOneLetter(word)]) {
    const meaning = mistakable.get(shorter);
    if (meaning) return meaning;
  }
  return undefined;
}

/** "laughs", "laughed", "laughing", "happily", "sadness" and the like, without their endings. */
function stemsOf(word: string): string[] {
  const stems: string[] = [];
  for (const ending of [
    's',
    'es',
    'ed',
    'ing',
    'ly',
    'ily',
    'ally',
    'ness',
    'iness',
    'ingly',
    'edly',
    'fully',
  ]) {
    if (!word.endsWith(ending) || word.length - ending.length < 3) continue;
    const stem = word.slice(0, -ending.length);
    stems.push(stem, `${stem}e`, `${stem}ed`, `${stem}y`, `${stem}ful`);
    if (stem.at(-1) === stem.at(-2)) stems.push(stem.slice(0, -1));
  }
  return stems;
}

function* withoutOneLetter(word: string): Iterable<string> {
  for (let i = 0; i < word.length; i++) yield word.slice(0, i) + word.slice(i + 1);
}
