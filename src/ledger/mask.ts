/**
 * Names, telephone and identity numbers in what people have told. Numbers are found in the comparable form, so that
 * full-width digits, spaces and dashes hide nothing; names where something says that they are names.
 */
import { comparable, originalSpan } from '../text.ts';

/** What stands in the place of a name. */
export const NAME_MASK = '×××';
const PHONE_MASK = '［电话］';
const ID_MASK = '［证件号］';

const NUMBERS: readonly (readonly [pattern: RegExp, mask: string])[] = [
  // identity numbers first: a telephone number may stand inside
  [/(?<![0-9])[1-9](?:[- ]?[0-9]){16}[- ]?[0-9x](?![0-9])/g, ID_MASK],
  [/(?<![0-9])[1-9][0-9]{14}(?![0-9])/g, ID_MASK],
  [/(?<![0-9])(?:[0-9]{4}[- ]?){3,4}[0-9]{1,4}(?![0-9])/g, ID_MASK],
  [/(?<![0-9])(?:\+?86-?)?1[3-9](?:-?[0-9]){9}(?![0-9])/g, PHONE_MASK],
  [/(?<![0-9])(?:0[0-9]{2,3}-?)[2-9][0-9]{6,7}(?![0-9])/g, PHONE_MASK],
  [/(?<=(?:电话|手机|座机|致电|拨打|联系方式)[^0-9]{0,4})[2-9][0-9]{6,7}(?![0-9])/g, PHONE_MASK],
];

/** The hundred and some commonest family names; two-character ones first. */
const SURNAMES =
  '(?:欧阳|司马|上官|诸葛|夏侯|皇甫|尉迟|公孙|慕容|令狐|[王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤常温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝])';
const GIVEN = '[\\u3400-\\u9fff]{1,2}';
const CUE = '(?:我叫|我是|本人|本人叫|名叫|姓名|联系人|反映人|举报人|来电人|投诉人|当事人|经办人)[:：是为]?';
const END = '(?=$|[^\\u3400-\\u9fff]|电话|手机|反映|举报|来电|今年|住在|家住|说|称)';
/** Family names that are hardly ever the beginning of another word: 党支部书记 and 安全科长 are no persons. */
const PLAIN_SURNAMES =
  '[王李张刘陈杨黄赵吴周徐孙朱胡郭林罗郑梁谢宋唐许韩冯邓曹彭曾肖董袁潘蒋蔡余杜苏魏吕丁沈姚卢姜崔钟谭陆汪廖贾夏韦邹孟熊秦邱尹薛闫雷侯陶黎贺顾郝龚邵钱覃戴孔汤牛葛邢齐庞颜倪聂鲁岳翟殷詹]';
const OFFICE =
  '(?:书记|主任|镇长|局长|科长|所长|站长|股长|会计|支书|村长|先生|女士|老师|同志|大爷|大妈|阿姨|师傅|某某|某)';
const NAMES: readonly RegExp[] = [
  new RegExp(`(?<=${CUE})${SURNAMES}${GIVEN}${END}`, 'g'),
  // a name right before a number that is masked
  new RegExp(`${SURNAMES}${GIVEN}(?=［电话］|［证件号］)`, 'g'),
  new RegExp(`(?<![\\u3400-\\u9fff])${SURNAMES}${GIVEN}(?=[（(，,、:： ](?:电话|手机|［电话］|［证件号］))`, 'g'),
  // a person called by name and office
  new RegExp(`(?<![\\u3400-\\u9fff])${PLAIN_SURNAMES}(?:${GIVEN})?(?=${OFFICE})`, 'g'),
];

/**
 * The text without telephone and identity numbers, the given names and what is plainly a name.
 * @param names names that are known, such as the reporter's
 */
export function maskText(text: string, names: readonly string[]): string {
  let masked = text;
  for (const [pattern, mask] of NUMBERS) masked = replaceIn(masked, pattern, mask);
  for (const name of names) masked = withoutName(masked, name);
  for (const pattern of NAMES) masked = masked.replace(pattern, NAME_MASK);
  return masked;
}

/** A known name, with spaces or invisible characters inside it or not. */
function withoutName(text: string, name: string): string {
  const plain = comparable(name).text.replace(/[^\p{L}]/gu, '');
  if (plain.length < 2) return text;
  return replaceIn(text, new RegExp(plain.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'), 'g'), NAME_MASK);
}

/** Replaces what a pattern finds in the comparable form, in the text as written. */
function replaceIn(text: string, pattern: RegExp, mask: string): string {
  const form = comparable(text);
  let masked = '';
  let at = 0;
  for (const found of form.text.matchAll(pattern)) {
    const { start, end } = originalSpan(form, found.index, found.index + found[0].length);
    masked += text.slice(at, start) + mask;
    at = end;
  }
  return masked + text.slice(at);
}
