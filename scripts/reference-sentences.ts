/**
 * What voices say while they are measured: the first sentence of the Universal Declaration of Human Rights,
 * in the scripts and the large language families that eSpeak NG speaks. Japanese is in kana, because eSpeak NG
 * does not read kanji.
 */
const sentences = {
  english: 'All human beings are born free and equal in dignity and rights.',
  german: 'Alle Menschen sind frei und gleich an Würde und Rechten geboren.',
  french: 'Tous les êtres humains naissent libres et égaux en dignité et en droits.',
  spanish: 'Todos los seres humanos nacen libres e iguales en dignidad y derechos.',
  polish: 'Wszyscy ludzie rodzą się wolni i równi pod względem swej godności i swych praw.',
  finnish: 'Kaikki ihmiset syntyvät vapaina ja tasavertaisina arvoltaan ja oikeuksiltaan.',
  turkish: 'Bütün insanlar hür, haysiyet ve haklar bakımından eşit doğarlar.',
  indonesian: 'Semua orang dilahirkan merdeka dan mempunyai martabat dan hak-hak yang sama.',
  hawaiian:
    'Hānau kūʻokoʻa ʻia nā kānaka apau loa, a ua kau like ka hanohano a me nā pono ma luna o kākou pākahi.',
  maori:
    'Ko te katoa o ngā tāngata i te whānautanga mai e wātea ana i ngā here katoa; e tauriterite ana hoki ngā mana me ngā tika.',
  swahili: 'Watu wote wamezaliwa huru, hadhi na haki zao ni sawa.',
  vietnamese: 'Tất cả mọi người sinh ra đều được tự do và bình đẳng về nhân phẩm và quyền.',
  russian: 'Все люди рождаются свободными и равными в своём достоинстве и правах.',
  greek: 'Όλοι οι άνθρωποι γεννιούνται ελεύθεροι και ίσοι στην αξιοπρέπεια και τα δικαιώματα.',
  arabic: 'يولد جميع الناس أحرارا متساوين في الكرامة والحقوق.',
  persian: 'تمام افراد بشر آزاد به دنیا می‌آیند و از لحاظ حیثیت و حقوق با هم برابرند.',
  urdu: 'تمام انسان آزاد اور حقوق و عزت کے اعتبار سے برابر پیدا ہوئے ہیں۔',
  hebrew: 'כל בני האדם נולדו בני חורין ושווים בערכם ובזכויותיהם.',
  hindi: 'सभी मनुष्यों को गौरव और अधिकारों के मामले में जन्मजात स्वतन्त्रता और समानता प्राप्त है।',
  bengali: 'সমস্ত মানুষ স্বাধীনভাবে সমান মর্যাদা এবং অধিকার নিয়ে জন্মগ্রহণ করে।',
  gujarati: 'પ્રતિષ્ઠા અને અધિકારોની દૃષ્ટિએ સર્વ માનવો જન્મથી સ્વતંત્ર અને સમાન હોય છે.',
  punjabi: 'ਸਾਰਾ ਮਨੁੱਖੀ ਪਰਿਵਾਰ ਆਪਣੀ ਮਹਿਮਾ, ਸ਼ਾਨ ਅਤੇ ਹੱਕਾਂ ਦੇ ਪੱਖੋਂ ਜਨਮ ਤੋਂ ਹੀ ਆਜ਼ਾਦ ਹੈ।',
  kannada: 'ಎಲ್ಲಾ ಮಾನವರೂ ಸ್ವತಂತ್ರರಾಗಿಯೇ ಜನಿಸಿದ್ದಾರೆ ಹಾಗೂ ಘನತೆ ಮತ್ತು ಹಕ್ಕುಗಳಲ್ಲಿ ಸಮಾನರಾಗಿದ್ದಾರೆ.',
  malayalam: 'മനുഷ്യരെല്ലാവരും തുല്യാവകാശങ്ങളോടും അന്തസ്സോടും സ്വാതന്ത്ര്യത്തോടുംകൂടി ജനിച്ചിട്ടുള്ളവരാണ്.',
  oriya: 'ସମସ୍ତ ମନୁଷ୍ୟ ଜନ୍ମକାଳରୁ ସ୍ୱାଧୀନ ଏବଂ ମର୍ଯ୍ୟାଦା ଓ ଅଧିକାରରେ ସମାନ.',
  sinhala: 'සියලු මනුෂ්‍යයෝ නිදහස්ව උපත ලබා ඇත. ගරුත්වයෙන් හා අයිතිවාසිකම්වලින් සමාන වෙති.',
  tamil: 'மனிதப் பிறிவியினர் சகலரும் சுதந்திரமாகவே பிறக்கின்றனர்; அவர்கள் உரிமைகளில் சமமானவர்கள்.',
  telugu: 'ప్రతిపత్తిస్వత్వముల విషయమున మానవులెల్లరును జన్మతః స్వతంత్రులును సమానులును నగుదురు.',
  thai: 'มนุษย์ทั้งหลายเกิดมามีอิสระและเสมอภาคกันในเกียรติศักดิ์และสิทธิ',
  burmese: 'လူတိုင်းသည် တူညီလွတ်လပ်သော ဂုဏ်သိက္ခာဖြင့်လည်းကောင်း၊ တူညီလွတ်လပ်သော အခွင့်အရေးများဖြင့်လည်းကောင်း မွေးဖွားလာသူများ ဖြစ်သည်။',
  georgian: 'ყველა ადამიანი იბადება თავისუფალი და თანასწორი თავისი ღირსებითა და უფლებებით.',
  armenian: 'Բոլոր մարդիկ ծնվում են ազատ ու հավասար իրենց արժանապատվությամբ ու իրավունքներով։',
  amharic: 'የሰው ልጅ ሁሉ ሲወለድ ነጻና በክብርና በመብትም እኩልነት ያለው ነው።',
  chinese: '人人生而自由，在尊严和权利上一律平等。',
  japanese:
    'すべてのにんげんは、うまれながらにしてじゆうであり、そんげんとけんりとについてびょうどうである。',
  korean: '모든 인간은 태어날 때부터 자유로우며 그 존엄과 권리에 있어 동등하다.',
  cherokee: 'ᏂᎦᏓ ᎠᏂᏴᏫ ᏂᎨᎫᏓᎸᎾ ᎠᎴ ᎤᏂᏠᏱ ᎤᎾᏕᎿ.',
};

/**
 * The passage that the International Phonetic Association uses to show how a language sounds (Handbook of the
 * IPA, 1999): half a minute of speech, for what one sentence is too short.
 */
export const northWindAndSun =
  'The North Wind and the Sun were disputing which was the stronger, when a traveller came along wrapped in a warm ' +
  'cloak. They agreed that the one who first succeeded in making the traveller take his cloak off should be ' +
  'considered stronger than the other. Then the North Wind blew as hard as he could, but the more he blew the more ' +
  'closely did the traveller fold his cloak around him; and at last the North Wind gave up the attempt. Then the ' +
  'Sun shone out warmly, and immediately the traveller took off his cloak. And so the North Wind was obliged to ' +
  'confess that the Sun was the stronger of the two.';

/** eSpeak NG's folder names are ISO 639-5 language families. */
const byFamily: Readonly<Record<string, keyof typeof sentences>> = {
  aav: 'vietnamese',
  azc: 'spanish',
  bat: 'polish',
  bnt: 'swahili',
  ccs: 'georgian',
  dra: 'tamil',
  gmq: 'german',
  gmw: 'german',
  grk: 'greek',
  inc: 'hindi',
  ine: 'armenian',
  ira: 'persian',
  iro: 'cherokee',
  itc: 'spanish',
  jpx: 'japanese',
  map: 'indonesian',
  poz: 'indonesian',
  roa: 'spanish',
  sem: 'arabic',
  sit: 'chinese',
  tai: 'thai',
  trk: 'turkish',
  urj: 'finnish',
  zle: 'russian',
  zls: 'russian',
  zlw: 'polish',
};

/** Where a language is not written as most of its family are, or is worth its own sentence. */
const byLanguage: Readonly<Record<string, keyof typeof sentences>> = {
  am: 'amharic',
  as: 'bengali',
  ba: 'russian',
  bn: 'bengali',
  bpy: 'bengali',
  bs: 'polish',
  cv: 'russian',
  en: 'english',
  fr: 'french',
  gu: 'gujarati',
  hak: 'english',
  haw: 'hawaiian',
  he: 'hebrew',
  hr: 'polish',
  kk: 'russian',
  kn: 'kannada',
  ko: 'korean',
  ku: 'turkish',
  ky: 'russian',
  mi: 'maori',
  ml: 'malayalam',
  mt: 'indonesian',
  my: 'burmese',
  nog: 'russian',
  or: 'oriya',
  pa: 'punjabi',
  sd: 'urdu',
  shn: 'burmese',
  si: 'sinhala',
  sl: 'polish',
  sq: 'english',
  te: 'telugu',
  ti: 'amharic',
  tt: 'russian',
  ug: 'urdu',
  ur: 'urdu',
};

/** The sentence for an eSpeak NG voice, by its identifier such as `roa/fr-BE`, or for a language. */
export function referenceSentence(identifier: string): string {
  const [family = '', tag = family] = identifier.split('/');
  const [language = '', script] = tag.split('-');
  if (script === 'Latn') return sentences.indonesian;
  return sentences[byLanguage[language] ?? byFamily[family] ?? 'english'];
}
