/** 依据库的条目 */
import { comparable } from '../../text.ts';
import type { CheckDraft, ListCheck, Subject } from './check.ts';

const TOP = { file: 'register/instruments.yaml', line: 1, column: 1 } as const;

export const registerFault: ListCheck = {
  id: 'register-fault',
  title: { zh: '依据库有误', en: 'Faulty register' },
  why: {
    zh: '依据库决定一份文件是否有效；同一文件登记两次、日期倒置，结论就随条目的先后变。',
    en: 'The register decides what is law: each text once, its dates in order.',
  },
  severity: 'error',
  messages: {
    twice: {
      fault: { zh: '《{title}》登记了两次', en: '《{title}》 is registered twice' },
      fix: { zh: '请合并；未施行的修订本写 status: not-yet', en: 'merge them; a coming revision has status: not-yet' },
    },
    dates: {
      fault: {
        zh: '《{title}》的日期不合：{earlier} 晚于 {later}',
        en: '《{title}》: {earlier} is after {later}',
      },
      fix: { zh: '请核对通过、版本、施行、废止的日期', en: 'check the dates' },
    },
    successor: {
      fault: {
        zh: '《{title}》由《{by}》取代，而《{by}》不在依据库',
        en: '《{title}》 is replaced by 《{by}》, which is not registered',
      },
      fix: { zh: '请登记取代它的文件，或改正题名', en: 'register it, or correct the title' },
    },
  },
  check({ library, within }: Subject): readonly CheckDraft[] {
    const wide = library.wide().instruments;
    const titles = new Set([...library.register, ...wide].map((one) => one.title));
    const seen = new Set<string>();
    return library.register.flatMap((one): CheckDraft[] => {
      const place = within(TOP, `title: ${one.title}`, one.title);
      const key = `${comparable(one.title).text}\n${one.status === 'not-yet'}`;
      if (seen.has(key)) return [{ say: 'twice', place, args: { title: one.title } }];
      seen.add(key);
      const late = [one.adopted, one.repealedOn].filter((day) => day !== null);
      if (late.length === 2 && late[0]! > late[1]!)
        return [{ say: 'dates', place, args: { title: one.title, earlier: late[0]!, later: late[1]! } }];
      if (one.replacedBy !== null && !titles.has(one.replacedBy))
        return [{ say: 'successor', place, args: { title: one.title, by: one.replacedBy } }];
      return [];
    });
  },
};
