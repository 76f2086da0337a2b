/** The lists as they are published: items in the order of the lists, with their bases in full and short titles. */
import { printDay } from '../ledger/days.ts';
import { printBases, printBasis } from '../place.ts';
import {
  type BasisRef,
  BODIES,
  type Body,
  type Item,
  type Lang,
  LISTS,
  type Library,
  type ListName,
} from '../types.ts';

export interface PublishWords {
  readonly body: Readonly<Record<Body, string>>;
  readonly list: Readonly<Record<ListName, string>>;
  /** what a list obliges to, in one sentence */
  readonly meaning: Readonly<Record<ListName, string>>;
  readonly directory: string;
  readonly board: (body: string) => string;
  readonly boardLine: (edition: string, effective: string) => string;
  readonly boardFoot: string;
  readonly count: (name: string, items: number) => string;
  readonly edition: (edition: string, effective: string, reviewed: string) => string;
  readonly columns: Readonly<
    Record<'id' | 'body' | 'list' | 'category' | 'title' | 'department' | 'basis' | 'since' | 'until' | 'note', string>
  >;
  readonly contents: string;
  readonly unverified: string;
  readonly others: string;
  readonly files: { readonly board: (body: string) => string; readonly directory: string };
}

export const PUBLISH_WORDS: Readonly<Record<Lang, PublishWords>> = {
  zh: {
    body: { village: '村', community: '社区' },
    list: { statutory: '依法管理事项', service: '公共服务事项', assist: '协助事项', prohibited: '取消和禁入事项' },
    meaning: {
      statutory: '依法应当由村（居）民委员会办理，不打折扣完成。',
      service: '面向居民的服务，应当做好。',
      assist: '职能部门负责，村（社区）在条件允许情况下协助；费随事转、权随责走。',
      prohibited: '由职能部门自行完成，不得交给村（社区）。',
    },
    directory: '村（社区）职责事项目录',
    board: (body) => `${body}依法管理事项和公共服务事项公示`,
    boardLine: (edition, effective) => `${edition}年版　　自${printDay(effective)}起施行`,
    boardFoot: '监督电话：　　　　　　　　　　　　　　　　　清单以外的事项，村（社区）有权不予承接',
    count: (name, items) => `${name}（${items}项）`,
    edition: (edition, effective, reviewed) =>
      `${edition}年版，自${printDay(effective)}起施行，${printDay(reviewed)}复审`,
    columns: {
      id: '编号',
      body: '适用',
      list: '清单',
      category: '类别',
      title: '事项',
      department: '责任部门',
      basis: '依据',
      since: '列入日期',
      until: '截止日期',
      note: '说明',
    },
    contents: '目录',
    unverified: '条款待核',
    others: '其他',
    files: { board: (body) => `公示牌-${body}`, directory: '事项目录' },
  },
  en: {
    body: { village: 'Village', community: 'Community' },
    list: {
      statutory: 'Statutory duties',
      service: 'Public services',
      assist: 'Assistance',
      prohibited: 'Abolished and prohibited',
    },
    meaning: {
      statutory: 'Duties of the committee by law.',
      service: 'Services to residents.',
      assist: 'The department is responsible; the committee helps where it can, and the money follows the task.',
      prohibited: 'The departments do this themselves.',
    },
    directory: 'Directory of duties',
    board: (body) => `${body}: statutory duties and public services`,
    boardLine: (edition, effective) => `Edition ${edition}, in force from ${effective}`,
    boardFoot: 'Telephone for complaints: ',
    count: (name, items) => `${name} (${items})`,
    edition: (edition, effective, reviewed) => `Edition ${edition}, in force from ${effective}, reviewed ${reviewed}`,
    columns: {
      id: 'Id',
      body: 'Body',
      list: 'List',
      category: 'Category',
      title: 'Item',
      department: 'Department',
      basis: 'Basis',
      since: 'Since',
      until: 'Until',
      note: 'Note',
    },
    contents: 'Contents',
    unverified: 'unverified',
    others: 'Others',
    files: { board: (body) => `board-${body.toLowerCase()}`, directory: 'directory' },
  },
};

/** Items of one category, in the order of the list. */
export interface Category {
  readonly name: string;
  readonly items: readonly Item[];
}

export interface PublishedList {
  readonly body: Body;
  readonly list: ListName;
  readonly count: number;
  readonly categories: readonly Category[];
}

/** What is published on a day: items that are listed on it. */
export interface Published {
  readonly library: Library;
  readonly words: PublishWords;
  readonly lists: readonly PublishedList[];
  /** 村委会组织法 instead of the full title, where the register has a short one */
  short(refs: readonly BasisRef[]): string;
  /** full title, article, and whether somebody still has to verify it */
  full(ref: BasisRef): string;
}

/**
 * @param asOf YYYY-MM-DD: items not yet or no longer listed on that day are left out
 * @param bodies whose lists
 */
export function published(library: Library, asOf: string, bodies: readonly Body[], lang: Lang): Published {
  const words = PUBLISH_WORDS[lang];
  const shortTitles = new Map(library.register.map((one) => [one.title, one.shortTitle]));
  const listed = (item: Item): boolean =>
    (item.since === null || item.since <= asOf) && (item.until === null || item.until >= asOf);
  return {
    library,
    words,
    lists: BODIES.filter((body) => bodies.includes(body)).flatMap((body) =>
      LISTS.map((list) => {
        const items = library.items.filter((item) => item.body === body && item.list === list && listed(item));
        return { body, list, count: items.length, categories: categoriesOf(items, words.others) };
      }),
    ),
    short: (refs) =>
      printBases(refs.map((ref) => ({ ...ref, instrument: shortTitles.get(ref.instrument) || ref.instrument }))),
    full: (ref) => `${printBasis(ref)}${ref.unverified ? `（${words.unverified}）` : ''}`,
  };
}

function categoriesOf(items: readonly Item[], others: string): Category[] {
  const categories = new Map<string, Item[]>();
  for (const item of items) {
    const name = item.category ?? '';
    const own = categories.get(name);
    if (own) own.push(item);
    else categories.set(name, [item]);
  }
  const named = categories.size > 1;
  return [...categories].map(([name, own]) => ({ name: name === '' && named ? others : name, items: own }));
}
