/** 编号与所在清单不符 */
import type { Body, ListName } from '../../types.ts';
import type { CheckDraft, ListCheck, Subject } from './check.ts';

const BODY: Readonly<Record<Body, string>> = { village: 'V', community: 'C' };
const LIST: Readonly<Record<ListName, string>> = { statutory: 'M', service: 'S', assist: 'A', prohibited: 'P' };

export const idPlace: ListCheck = {
  id: 'id-place',
  title: { zh: '编号与清单不符', en: 'Id of another list' },
  why: {
    zh: '编号的前两段说明是村还是社区、是哪一张清单，放错了地方就会按错的清单核查。',
    en: 'The first parts of an id say which body and list it belongs to.',
  },
  severity: 'error',
  messages: {
    list: {
      fault: { zh: '编号“{id}”放在 {file} 里', en: 'id “{id}” stands in {file}' },
      fix: { zh: '这里的编号应以 {wanted} 开头；移动事项要另编号并经准入', en: 'ids here begin with {wanted}' },
    },
    category: {
      fault: {
        zh: '编号“{id}”写在第 {category} 类“{name}”里',
        en: 'id “{id}” stands in category {category}, “{name}”',
      },
      fix: { zh: '这一类的编号应以 {wanted} 开头', en: 'ids of this category begin with {wanted}' },
    },
  },
  check({ library, within }: Subject): readonly CheckDraft[] {
    const categories = new Map<string, (string | null)[]>();
    return library.items.flatMap((item): CheckDraft[] => {
      const prefix = `${BODY[item.body]}-${LIST[item.list]}-`;
      const place = within(item.place, item.id);
      if (!item.id.startsWith(prefix))
        return [{ say: 'list', place, args: { id: item.id, file: item.place.file, wanted: prefix } }];
      const seen = categories.get(prefix) ?? [];
      if (!seen.includes(item.category)) categories.set(prefix, [...seen, item.category]);
      const number = (categories.get(prefix)?.indexOf(item.category) ?? 0) + 1;
      if (item.category === null || item.id.startsWith(`${prefix}${number}-`)) return [];
      const args = { id: item.id, category: number, name: item.category, wanted: `${prefix}${number}-` };
      return [{ say: 'category', place, args }];
    });
  },
};
