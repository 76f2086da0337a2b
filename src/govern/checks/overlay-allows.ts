/** 下级放行上级的禁入事项 */
import { type Auditor, createAuditor } from '../../audit.ts';
import { itemHash } from '../../item-hash.ts';
import { judgementHash } from '../../judgement-hash.ts';
import { BODIES, type Library, type LinePlace, type Row } from '../../types.ts';
import { type Turned, turnsOf } from '../gate/turned.ts';
import { exampleRow } from '../lists-test.ts';
import { isOwn } from '../own.ts';
import type { CheckDraft, ListCheck, Subject } from './check.ts';

export const overlayAllows: ListCheck = {
  id: 'overlay-allows',
  title: { zh: '下级放行上级的禁入事项', en: 'Lower level allows what is prohibited above' },
  why: {
    zh: '下级清单可以增加、替换、撤下事项，不能放行上级取消和禁入的事项。',
    en: 'A lower level may add, replace and retire items; it cannot allow what an upper level prohibits.',
  },
  severity: 'error',
  kept: true,
  messages: {
    gone: {
      fault: { zh: '撤下了上级的禁入事项 {id}“{title}”', en: 'retires {id} “{title}”, prohibited above' },
      fix: { zh: '请从 retired 里去掉', en: 'take it off retired' },
    },
    altered: {
      fault: { zh: '改动了上级的禁入事项 {id}“{title}”', en: 'alters {id} “{title}”, prohibited above' },
      fix: { zh: '请删去本级的这一项；要加重的另立一项', en: 'remove it here; a stricter item has its own id' },
    },
    lawful: {
      fault: {
        zh: '{id} 的“{text}”在上级清单里属于禁入事项 {other}“{title}”',
        en: '{id}: “{text}” is {other} “{title}”, prohibited above',
      },
      fix: { zh: '请删去，或改写到不再属于禁入事项', en: 'remove it, or reword it out of the prohibited matter' },
    },
    freed: {
      fault: {
        zh: '按本级的词，「{text}」不再判为上级的禁入事项 {other}，而判为 {verdict}',
        en: 'with the words of this level “{text}” is no longer {other} but {verdict}',
      },
      fix: { zh: '请改回本级的词、句式或尺度', en: 'undo the words, frames or scale of this level' },
    },
  },
  check(subject: Subject): readonly CheckDraft[] {
    const { library, asOf, within } = subject;
    const { upper } = library;
    if (!upper) return [];
    const top = { file: 'edition.yaml', line: 1, column: 1 };
    const drafts: CheckDraft[] = [];
    const up = (file: string): string =>
      library.edition.extends === 'qingdan' ? `${upper.dir}/${file}` : `${library.edition.extends}/${file}`;
    const now = new Map(library.items.map((item) => [item.id, item]));
    for (const item of upper.items) {
      if (item.list !== 'prohibited') continue;
      const here = now.get(item.id);
      const args = { id: item.id, title: item.title };
      const also = { ...item.place, file: up(item.place.file) };
      if (!here) drafts.push({ say: 'gone', place: within(top, item.id, 'retired:'), also, args });
      else if (itemHash(here) !== itemHash(item)) drafts.push({ say: 'altered', place: here.place, also, args });
    }
    const before = createAuditor(upper, { asOf, lang: 'zh', ledger: null });
    for (const item of library.items) {
      if (item.list === 'prohibited' || !isOwn(item.place)) continue;
      const own = library.concepts.filter((one) => item.concepts.includes(one.id) && isOwn(one.place));
      const texts = [{ text: item.title, section: null, place: item.place }, ...own.flatMap((one) => one.hit)];
      for (const text of texts) {
        const { judged } = before.reason(exampleRow(text, item.body));
        if (judged.verdict !== 'prohibited' || !judged.item) continue;
        const { id, title, place } = judged.item;
        drafts.push({
          say: 'lawful',
          place: within(text.place, text.text),
          also: { ...place, file: up(place.file) },
          args: { id: item.id, text: text.text, other: id, title },
        });
      }
    }
    if (saysNothing(library, upper)) return drafts;
    const after = subject.auditor();
    const told = new Set(drafts.map((one) => one.args['id']));
    for (const concept of upper.concepts)
      for (const example of [...concept.hit, ...concept.miss])
        for (const body of BODIES)
          for (const turned of freedBy(before, after, exampleRow(example, body), example.place)) {
            if (turned.before !== 'prohibited' || told.has(turned.itemBefore ?? '')) continue;
            drafts.push({
              say: 'freed',
              place: top,
              also: { ...example.place, file: up(example.place.file) },
              args: { text: turned.text, other: turned.itemBefore ?? '', verdict: turned.after ?? '' },
            });
          }
    return drafts;
  },
};

/** Whether a level has neither items nor words of its own, so that every text is judged as above. */
const saysNothing = (library: Library, upper: Library): boolean =>
  library.items.length === upper.items.length &&
  library.items.every(({ place }) => !isOwn(place)) &&
  judgementHash(library) === judgementHash(upper);

/** What turns of a text that is prohibited above; the second side is only asked about such a text. */
function freedBy(before: Auditor, after: Auditor, row: Row, place: LinePlace): readonly Turned[] {
  return before.reason(row).judged.verdict === 'prohibited' ? turnsOf(before, after, row, place) : [];
}
