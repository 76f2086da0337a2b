/** The full directory with bases: a page with anchors, Markdown, and a table for spreadsheets. */
import { field } from '../report/csv.ts';
import { element, escapeHtml } from '../report/html/markup.ts';
import { escapeMd } from '../report/md.ts';
import type { Item, Lang } from '../types.ts';
import { htmlPage } from './board.ts';
import type { Published, PublishedList } from './directory.ts';

const BOM = '\ufeff';

const STYLE = `
@page { size: A4; margin: 16mm 14mm; }
* { box-sizing: border-box; }
html { scroll-padding-top: 1rem; }
body { margin: 0 auto; max-width: 1000px; padding: 1.5rem; color: #1b1f24; font: 15px/1.6 "Microsoft YaHei", "PingFang SC", "Noto Sans CJK SC", sans-serif; }
h1 { font-size: 1.7rem; margin: 0; }
h2 { margin: 2rem 0 0.3rem; padding-bottom: 0.2rem; border-bottom: 2px solid #c00; font-size: 1.25rem; break-after: avoid; }
h3 { margin: 1.1rem 0 0.3rem; font-size: 1.05rem; break-after: avoid; }
.soft { color: #57606a; }
nav ul { columns: 2; padding-left: 1.2rem; }
table { width: 100%; border-collapse: collapse; table-layout: fixed; }
th, td { padding: 0.35rem 0.5rem; border: 1px solid #d0d7de; text-align: left; vertical-align: top; overflow-wrap: anywhere; }
th { background: #f3f5f8; }
.id { width: 7.2em; white-space: nowrap; }
.department { width: 8em; }
.basis { width: 38%; }
td ul { margin: 0; padding-left: 1.1em; }
tr:target td { background: #fff4ce; }
thead { display: table-header-group; }
tr { break-inside: avoid; }
a { color: #1f4e9c; }
@media print { body { max-width: none; padding: 0; font-size: 9pt; line-height: 1.35; } th, td { padding: 0.8mm 1.2mm; } a { color: inherit; text-decoration: none; } }
`;

const anchorOf = (list: PublishedList): string => `${list.body}-${list.list}`;
const nameOf = (list: PublishedList, { words }: Published): string =>
  `${words.body[list.body]} · ${words.count(words.list[list.list], list.count)}`;

/** One page; every item has an anchor of its own (#V-P-…). */
export function directoryHtml(all: Published, lang: Lang): string {
  const { words, library } = all;
  const { edition, effective, reviewed } = library.edition;
  const contents = all.lists.map((list) =>
    element('li', {}, element('a', { href: `#${anchorOf(list)}` }, escapeHtml(nameOf(list, all)))),
  );
  const parts = all.lists.map((list) =>
    [
      element('h2', { id: anchorOf(list) }, escapeHtml(nameOf(list, all))),
      element('p', { class: 'soft' }, escapeHtml(words.meaning[list.list])),
      ...list.categories.map((category) =>
        [category.name === '' ? '' : element('h3', {}, escapeHtml(category.name)), itemTable(category.items, all)].join(
          '',
        ),
      ),
    ].join('\n'),
  );
  const content = [
    element('h1', {}, escapeHtml(words.directory)),
    element('p', { class: 'soft' }, escapeHtml(words.edition(edition, effective, reviewed))),
    element('nav', { 'aria-label': words.contents }, element('ul', {}, contents)),
    element('main', {}, parts),
  ];
  return htmlPage(words.directory, STYLE, content.join('\n'), lang);
}

function itemTable(items: readonly Item[], all: Published): string {
  const { columns } = all.words;
  const head = (['id', 'title', 'basis', 'department'] as const).map((name) =>
    element('th', { scope: 'col', class: name }, escapeHtml(columns[name])),
  );
  const rows = items.map((item) =>
    element('tr', { id: item.id }, [
      element('td', { class: 'id' }, element('a', { href: `#${item.id}` }, escapeHtml(item.id))),
      element('td', {}, [
        escapeHtml(item.title),
        item.note === null ? '' : element('div', { class: 'soft' }, escapeHtml(item.note)),
      ]),
      element(
        'td',
        {},
        element(
          'ul',
          {},
          item.basis.map((ref) => element('li', {}, escapeHtml(all.full(ref)))),
        ),
      ),
      element('td', {}, escapeHtml(item.department ?? '')),
    ]),
  );
  return element('table', {}, [element('thead', {}, element('tr', {}, head)), element('tbody', {}, rows)]);
}

export function directoryMd(all: Published): string {
  const { words, library } = all;
  const { edition, effective, reviewed } = library.edition;
  const { columns } = words;
  const lines = [`# ${words.directory}`, '', words.edition(edition, effective, reviewed), ''];
  for (const list of all.lists) {
    lines.push(`## ${escapeMd(nameOf(list, all))}`, '', words.meaning[list.list], '');
    for (const category of list.categories) {
      if (category.name !== '') lines.push(`### ${escapeMd(category.name)}`, '');
      lines.push(
        `| ${columns.id} | ${columns.title} | ${columns.basis} | ${columns.department} |`,
        '| --- | --- | --- | --- |',
      );
      for (const item of category.items)
        lines.push(
          `| ${item.id} | ${escapeMd(item.title)} | ${item.basis.map((ref) => escapeMd(all.full(ref))).join('<br>')} | ${escapeMd(item.department ?? '')} |`,
        );
      lines.push('');
    }
  }
  return `${lines.join('\n').trimEnd()}\n`;
}

export function directoryCsv(all: Published): string {
  const { words } = all;
  const { columns } = words;
  const header = [
    columns.id,
    columns.body,
    columns.list,
    columns.category,
    columns.title,
    columns.department,
    columns.basis,
    columns.since,
    columns.until,
    columns.note,
  ];
  const rows = all.lists.flatMap((list) =>
    list.categories.flatMap((category) =>
      category.items.map((item) => [
        item.id,
        words.body[list.body],
        words.list[list.list],
        category.name,
        item.title,
        item.department ?? '',
        item.basis.map((ref) => all.full(ref)).join('；'),
        item.since ?? '',
        item.until ?? '',
        item.note ?? '',
      ]),
    ),
  );
  return BOM + [header, ...rows].map((cells) => `${cells.map(field).join(',')}\r\n`).join('');
}
