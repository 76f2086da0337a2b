/** 例子不足 */
import type { CheckDraft, ListCheck, Subject } from './check.ts';

export const examplesMissing: ListCheck = {
  id: 'examples-missing',
  title: { zh: '例子不足', en: 'Too few examples' },
  why: {
    zh: '每个事项至少两条正例、两条反例，改了词之后才知道有没有认错。',
    en: 'Two hits and two misses for every item tell whether an edit went wrong.',
  },
  severity: 'error',
  messages: {
    few: {
      fault: {
        zh: '概念“{name}”（{id}）有正例 {hit} 条、反例 {miss} 条，各需至少 2 条',
        en: 'concept “{name}” ({id}) has {hit} hits and {miss} misses; two of each are needed',
      },
      fix: {
        zh: '请从真实表格里补：hit 写属于它的，miss 写相近而不属于它的',
        en: 'add texts as officials write them: hits, and near misses',
      },
    },
  },
  check({ library, within }: Subject): readonly CheckDraft[] {
    const listed = new Set(library.items.flatMap((item) => item.concepts));
    return library.concepts
      .filter((one) => listed.has(one.id) && (one.hit.length < 2 || one.miss.length < 2))
      .map((one) => ({
        place: within(one.place, one.id),
        args: { id: one.id, name: one.name, hit: one.hit.length, miss: one.miss.length },
      }));
  },
};
