/** A diff of lists as text for people and as Markdown. Pure. */
import type { Lang } from '../types.ts';
import type { FieldChange, ItemChange, ListsDiff } from './diff.ts';

const WORDS = {
  zh: {
    edition: '版次',
    added: '新增事项',
    removed: '移出事项',
    moved: '移动事项',
    reworded: '改写事项',
    rebased: '换依据的事项',
    changed: '其他变动的事项',
    concepts: '概念',
    classes: '词类',
    words: '词和例子',
    instruments: '依据库',
    waivers: '豁免',
    settings: '表头和尺度',
    none: '两版清单内容相同',
    empty: '（空）',
  },
  en: {
    edition: 'edition',
    added: 'added',
    removed: 'removed',
    moved: 'moved',
    reworded: 'reworded',
    rebased: 'on another basis',
    changed: 'otherwise changed',
    concepts: 'concepts',
    classes: 'classes',
    words: 'words and examples',
    instruments: 'register',
    waivers: 'waivers',
    settings: 'columns and scale',
    none: 'both versions say the same',
    empty: '(empty)',
  },
} as const;

const FIELDS: Readonly<Record<string, string>> = {
  title: '名称',
  basis: '依据',
  department: '主管部门',
  category: '类别',
  since: '列入日期',
  until: '移出日期',
  concepts: '概念',
  note: '说明',
  terms: '词',
  not_in: '不算的长词',
  frames: '句式',
  aliases: '固定说法',
  hit: '正例',
  miss: '反例',
  kind: '性质',
};

/** One part of a diff: a heading and its lines. */
interface Part {
  readonly title: string;
  readonly lines: readonly string[];
}

function partsOf(diff: ListsDiff, lang: Lang): Part[] {
  const words = WORDS[lang];
  const field = (name: string): string => (lang === 'zh' ? (FIELDS[name] ?? name) : name);
  const change = ({ field: name, before, after }: FieldChange): string =>
    `${field(name)}: ${before ?? words.empty} → ${after ?? words.empty}`;
  const item = ({ id, title, changes }: ItemChange): string[] => [
    id === title ? id : `${id} ${title}`,
    ...changes.map((one) => `  ${change(one)}`),
  ];
  const signs = (one: { readonly added: readonly string[]; readonly removed: readonly string[] }): string[] => [
    ...one.added.map((id) => `+ ${id}`),
    ...one.removed.map((id) => `- ${id}`),
  ];
  const { edition } = diff;
  const parts: Part[] = [
    { title: words.edition, lines: edition.before === edition.after ? [] : [`${edition.before} → ${edition.after}`] },
    { title: words.added, lines: diff.added.map(({ id, title }) => `+ ${id} ${title}`) },
    { title: words.removed, lines: diff.removed.map(({ id, title }) => `- ${id} ${title}`) },
    {
      title: words.moved,
      lines: diff.moved.flatMap((one) => [
        `${one.from} → ${one.to} ${one.title}`,
        ...one.changes.map((each) => `  ${change(each)}`),
      ]),
    },
    { title: words.reworded, lines: diff.reworded.flatMap(item) },
    { title: words.rebased, lines: diff.rebased.flatMap(item) },
    { title: words.changed, lines: diff.changed.flatMap(item) },
    { title: words.concepts, lines: signs(diff.concepts) },
    { title: words.classes, lines: signs(diff.classes) },
    {
      title: words.words,
      lines: diff.words.flatMap((one) => [`${one.id} ${field(one.field)}`, ...signs(one).map((line) => `  ${line}`)]),
    },
    { title: words.instruments, lines: [...signs(diff.instruments), ...diff.instruments.changed.flatMap(item)] },
    { title: words.waivers, lines: signs(diff.waivers) },
    { title: words.settings, lines: diff.settings.map(change) },
  ];
  return parts.filter((part) => part.lines.length > 0);
}

/** Headings with their lines indented below. */
export function diffText(diff: ListsDiff, lang: Lang): string {
  const parts = partsOf(diff, lang);
  if (parts.length === 0) return `${WORDS[lang].none}\n`;
  return `${parts.map(({ title, lines }) => [title, ...lines.map((line) => `  ${line}`)].join('\n')).join('\n')}\n`;
}

/** For a pull request: a heading a part, a list item a line; words of the lists cannot become markup. */
export function diffMarkdown(diff: ListsDiff, lang: Lang): string {
  const parts = partsOf(diff, lang);
  if (parts.length === 0) return `${WORDS[lang].none}\n`;
  const line = (text: string): string => {
    const inner = text.trimStart();
    return `${' '.repeat(text.length - inner.length)}- ${inner.replace(/[\\`*_{}[\]<>#|~]/g, '\\$&').replace(/^([+-]) /, '\\$1 ')}`;
  };
  return `${parts.map(({ title, lines }) => `### ${title}\n\n${lines.map(line).join('\n')}\n`).join('\n')}`;
}
