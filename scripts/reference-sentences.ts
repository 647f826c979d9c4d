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
 * The fable by which the International Phonetic Association shows how languages sound (Handbook of the IPA, 1999), by
 * language: half a minute of speech, for what one sentence is too short.
 */
export const northWindAndSun = {
  en:
    'The North Wind and the Sun were disputing which was the stronger, when a traveller came along wrapped in a warm ' +
    'cloak. They agreed that the one who first succeeded in making the traveller take his cloak off should be ' +
    'considered stronger than the other. Then the North Wind blew as hard as he could, but the more he blew the more ' +
    'closely did the traveller fold his cloak around him; and at last the North Wind gave up the attempt. Then the ' +
    'Sun shone out warmly, and immediately the traveller took off his cloak. And so the North Wind was obliged to ' +
    'confess that the Sun was the stronger of the two.',
  de:
    'Einst stritten sich Nordwind und Sonne, wer von ihnen beiden wohl der Stärkere wäre, als ein Wanderer, ' +
    'der in einen warmen Mantel gehüllt war, des Weges daherkam. Sie wurden einig, dass derjenige für den ' +
    'Stärkeren gelten sollte, der den Wanderer zwingen würde, seinen Mantel abzunehmen. Der Nordwind blies ' +
    'mit aller Macht, aber je mehr er blies, desto fester hüllte sich der Wanderer in seinen Mantel ein. ' +
    'Endlich gab der Nordwind den Kampf auf. Nun erwärmte die Sonne die Luft mit ihren freundlichen Strahlen, ' +
    'und schon nach wenigen Augenblicken zog der Wanderer seinen Mantel aus. Da musste der Nordwind zugeben, ' +
    'dass die Sonne von ihnen beiden der Stärkere war.',
  es:
    'El viento norte y el sol discutían por saber quién era el más fuerte de los dos. Mientras discutían, se ' +
    'acercó un viajero cubierto con un cálido abrigo. Entonces decidieron que el más fuerte sería quien ' +
    'lograse despojar al viajero de su abrigo. El viento norte empezó, soplando tan fuerte como podía, pero ' +
    'cuanto más fuerte soplaba, más se arropaba el viajero. Entonces el viento desistió. Llegó el turno del ' +
    'sol, que comenzó a brillar con fuerza. Esto hizo que el viajero sintiera calor y se quitara su abrigo. ' +
    'Entonces el viento norte tuvo que reconocer que el sol era el más fuerte de los dos.',
  fr:
    "La bise et le soleil se disputaient, chacun assurant qu'il était le plus fort, quand ils ont vu un " +
    "voyageur qui s'avançait, enveloppé dans son manteau. Ils sont tombés d'accord que celui qui arriverait " +
    "le premier à faire ôter son manteau au voyageur serait regardé comme le plus fort. Alors, la bise s'est " +
    'mise à souffler de toute sa force, mais plus elle soufflait, plus le voyageur serrait son manteau autour ' +
    'de lui, et à la fin la bise a renoncé à le lui faire ôter. Alors le soleil a commencé à briller, et au ' +
    "bout d'un moment le voyageur, réchauffé, a ôté son manteau. Ainsi, la bise a dû reconnaître que le " +
    'soleil était le plus fort des deux.',
  it:
    "Si bisticciavano un giorno il vento di tramontana e il sole, l'uno pretendendo d'esser più forte " +
    "dell'altro, quando videro un viaggiatore che veniva innanzi avvolto nel mantello. I due litiganti " +
    'convennero allora che sarebbe stato ritenuto più forte chi fosse riuscito a far sì che il viaggiatore si ' +
    'togliesse il mantello di dosso. Il vento di tramontana cominciò a soffiare con violenza; ma più ' +
    'soffiava, più il viaggiatore si stringeva nel mantello; tanto che alla fine il povero vento dovette ' +
    'desistere dal suo proposito. Il sole allora si mostrò nel cielo, e poco dopo il viaggiatore, che sentiva ' +
    'caldo, si tolse il mantello. E la tramontana fu costretta così a riconoscere che il sole era più forte ' +
    'di lei.',
  ru:
    'Однажды северный ветер и солнце поспорили, кто из них сильнее. Как раз в это время они заметили ' +
    'закутанного в плащ путника, продвигавшегося по дороге, и порешили на том, что тот из них будет считаться ' +
    'самым сильным, кому раньше удастся заставить путника снять плащ. Тут северный ветер принялся дуть изо ' +
    'всех сил; но чем сильнее он дул, тем сильнее кутался путник в свой плащ, так что в конце концов северный ' +
    'ветер должен был отказаться от своей затеи. Тогда засияло солнышко, путник понемногу отогрелся и вскоре ' +
    'снял свой плащ. Таким образом, северный ветер вынужден был признать, что солнце действительно сильнее ' +
    'его.',
  zh:
    '有一回，北风跟太阳在那儿争论谁的本领大。说着说着，来了一个过路的，身上穿了一件厚袍子。' +
    '他们俩就商量好了，说谁能先叫这个过路的把他的袍子脱下来，就算是他的本领大。' +
    '北风就使劲吹起来，拼命地吹。可是，他吹得越厉害，那个人就把他的袍子裹得越紧。' +
    '到末了儿，北风没辙了，只好就算了。一会儿，太阳出来一晒，那个人马上就把袍子脱了下来。' +
    '所以，北风不得不承认，还是太阳比他的本领大。',
} as const;

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

/** Further sentences of the Declaration, by language: to try voices with what they were not measured on. */
export const rights = {
  de: [
    'Sie sind mit Vernunft und Gewissen begabt und sollen einander im Geist der Brüderlichkeit begegnen.',
    'Jeder hat das Recht auf Leben, Freiheit und Sicherheit der Person.',
    'Niemand darf in Sklaverei oder Leibeigenschaft gehalten werden.',
    'Niemand darf der Folter oder grausamer, unmenschlicher oder erniedrigender Behandlung oder Strafe unterworfen werden.',
    'Jeder hat das Recht, überall als rechtsfähig anerkannt zu werden.',
    'Niemand darf willkürlich festgenommen, in Haft gehalten oder des Landes verwiesen werden.',
  ],
  en: [
    'They are endowed with reason and conscience and should act towards one another in a spirit of brotherhood.',
    'Everyone has the right to life, liberty and security of person.',
    'No one shall be held in slavery or servitude.',
    'No one shall be subjected to torture or to cruel, inhuman or degrading treatment or punishment.',
    'Everyone has the right to recognition everywhere as a person before the law.',
    'No one shall be subjected to arbitrary arrest, detention or exile.',
  ],
  es: [
    'Dotados como están de razón y conciencia, deben comportarse fraternalmente los unos con los otros.',
    'Todo individuo tiene derecho a la vida, a la libertad y a la seguridad de su persona.',
    'Nadie estará sometido a esclavitud ni a servidumbre.',
    'Nadie será sometido a torturas ni a penas o tratos crueles, inhumanos o degradantes.',
    'Todo ser humano tiene derecho, en todas partes, al reconocimiento de su personalidad jurídica.',
    'Nadie podrá ser arbitrariamente detenido, preso ni desterrado.',
  ],
  fr: [
    'Ils sont doués de raison et de conscience et doivent agir les uns envers les autres dans un esprit de fraternité.',
    'Tout individu a droit à la vie, à la liberté et à la sûreté de sa personne.',
    'Nul ne sera tenu en esclavage ni en servitude.',
    'Nul ne sera soumis à la torture, ni à des peines ou traitements cruels, inhumains ou dégradants.',
    'Chacun a le droit à la reconnaissance en tous lieux de sa personnalité juridique.',
    'Nul ne peut être arbitrairement arrêté, détenu ou exilé.',
  ],
  it: [
    'Essi sono dotati di ragione e di coscienza e devono agire gli uni verso gli altri in spirito di fratellanza.',
    'Ogni individuo ha diritto alla vita, alla libertà ed alla sicurezza della propria persona.',
    'Nessun individuo potrà essere tenuto in stato di schiavitù o di servitù.',
    'Nessun individuo potrà essere sottoposto a tortura o a trattamento o a punizioni crudeli, inumani o degradanti.',
    'Ogni individuo ha diritto, in ogni luogo, al riconoscimento della sua personalità giuridica.',
    'Nessun individuo potrà essere arbitrariamente arrestato, detenuto o esiliato.',
  ],
  ru: [
    'Они наделены разумом и совестью и должны поступать в отношении друг друга в духе братства.',
    'Каждый человек имеет право на жизнь, на свободу и на личную неприкосновенность.',
    'Никто не должен содержаться в рабстве или в подневольном состоянии.',
    'Никто не должен подвергаться пыткам или жестоким, бесчеловечным или унижающим его достоинство обращению и наказанию.',
    'Каждый человек, где бы он ни находился, имеет право на признание его правосубъектности.',
    'Никто не может быть подвергнут произвольному аресту, задержанию или изгнанию.',
  ],
  zh: [
    '他们赋有理性和良心，并应以兄弟关系的精神相对待。',
    '人人有权享有生命、自由和人身安全。',
    '任何人不得使为奴隶或奴役。',
    '任何人不得加以酷刑，或施以残忍的、不人道的或侮辱性的待遇或刑罚。',
    '人人在任何地方有权被承认在法律前的人格。',
    '任何人不得加以任意逮捕、拘禁或放逐。',
  ],
} as const;
