/**
 * The words that tags in parentheses are made of: those models know a fixed set
 * (https://docs.fish.audio/api-reference/emotion-reference and the README of OpenAudio S1).
 */
const words = [
  'happy sad angry excited calm nervous confident surprised satisfied delighted scared worried upset frustrated',
  'depressed empathetic embarrassed disgusted moved proud relaxed grateful curious sarcastic disdainful unhappy anxious',
  'hysterical indifferent uncertain doubtful confused disappointed regretful guilty ashamed jealous envious hopeful',
  'optimistic pessimistic nostalgic lonely bored contemptuous sympathetic compassionate determined resigned',
  'impatient scornful panicked furious reluctant keen interested joyful disapproving negative denying astonished',
  'serious conciliative comforting sincere sneering hesitating yielding painful awkward amused',
  'friendly cheerful concerned apologetic mysterious dramatic enthusiastic encouraging thoughtful energetic urgent',
  'triumphant celebrating narrator impressed',
  'shouting screaming whispering whisper whispers soft emphasis',
  'laughing laugh laughs laughter chuckling chuckle chuckles sobbing sob sobs sighing sigh sighs groaning groan groans',
  'panting pant pants gasping gasp gasps yawning yawn yawns snoring snore snores breath cough coughs coughing',
  'break pause',
].flatMap((line) => line.split(' '));

const phrases = [
  'in a hurry|soft tone|crying loudly|clear throat|clears throat|clearing throat|lip smacking|lip smack|long break|long pause',
  'short pause|audience laughing|background laughter|crowd laughing',
].flatMap((line) => line.split('|'));

export const fixedTags: ReadonlySet<string> = new Set([...words, ...phrases]);
