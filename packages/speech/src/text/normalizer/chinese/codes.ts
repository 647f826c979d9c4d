import { type Rule, rule } from '../rules.ts';
import { dialled, digitByDigit } from './words.ts';

const END = String.raw`(?![\d]|[-.]\d)`;
const DIAL = `(?<=(?:电话|手机|热线|拨打|拨|打|客服|报警|急救|火警|致电|传真)(?:号码|号)?(?:是|为|请拨|请打)?[:： ]?)`;
const NAMED = `(?<=(?:编号|号码|密码|验证码|卡号|学号|工号|账号|群号|邮编|尾号|证号|单号|代码|QQ|ID)(?:是|为)?[:： ]?)`;

/** Numbers to dial, and codes: each digit by itself. */
export const codeRules: readonly Rule[] = [
  rule(String.raw`1[3-9]\d[- ]?\d{4}[- ]?\d{4}${END}`, ([number]) => {
    const digits = number.replace(/\D/g, '');
    return inGroups([digits.slice(0, 3), digits.slice(3, 7), digits.slice(7)]);
  }),
  rule(String.raw`(?:0\d{2,3}|[48]00)(?:[- ]\d{3,8}){1,2}${END}`, ([number]) =>
    inGroups(number.split(/[- ]/)),
  ),
  rule(String.raw`\d{1,6}(?:-\d{1,6}){2,6}${END}`, ([code]) => inGroups(code.split('-'))),
  rule(String.raw`${DIAL}\d{3,12}${END}(?![个次分元块条遍天])`, ([number]) => dialled(number)),
  rule(String.raw`${NAMED}\d{1,30}${END}`, ([code]) => dialled(code)),
  // Rooms, bus lines, trains
  rule(String.raw`\d{3,5}(?=(?:路(?:公交|车)|室|号房|号线|次列车|航班|国道|房间?(?![\p{L}])))`, ([code]) =>
    dialled(code),
  ),
  rule(String.raw`\d{1,3}(?:\.\d{1,3}){3}(?![\d.])`, ([address]) =>
    address.split('.').map(digitByDigit).join('点'),
  ),
  rule(String.raw`\d{1,6}(?:\.\d{1,6}){2,5}(?![\d.])`, ([version]) =>
    version.split('.').map(digitByDigit).join('点'),
  ),
];

/** "+86 138 0013 8000". */
export const signedCodeRules: readonly Rule[] = [
  rule(String.raw`\+\d{1,3}(?:[ -]?\d{2,11}){1,5}${END}`, ([number]) =>
    number.replace(/\D/g, '').length < 8 ? undefined : `加${inGroups(number.match(/\d+/g) ?? [])}`,
  ),
];

/** With a short pause between groups. */
function inGroups(groups: readonly string[]): string {
  return groups.map(dialled).join('，');
}
