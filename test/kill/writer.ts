/**
 * A process that writes along one of the three paths, over and over, until it is killed, and says what it has written
 * only when it is on disk: `writer.ts admission|order|apply FOLDER`. Every line is CHAIN/RECORD, for `apply` followed by
 * the number that the list then carries.
 */
import { itemHash } from '../../src/item-hash.ts';
import { admissionStore, decide, type Proposal, propose } from '../../src/ledger/admission.ts';
import { planEdit, writeEdit } from '../../src/ledger/apply.ts';
import { type IssuePlan, issueOrders, orderStore, replyOrder } from '../../src/ledger/order.ts';
import { loadPolicy } from '../../src/ledger/policy.ts';
import type { Store } from '../../src/ledger/store.ts';
import { loadLibrary } from '../../src/lists/load.ts';
import type { Item } from '../../src/types.ts';

const [path, folder, tag = '0'] = process.argv.slice(2) as [string, string, string?];
const DAY = '2026-11-22';

const said = (store: Store, chain: string, more = ''): void => {
  process.stdout.write(`${chain}/${store.read(chain).at(-1)!.id}${more}\n`);
};

/** The item with another title, as somebody would propose it. */
function reworded(item: Item, title: string): Proposal {
  const { place: _, ...rest } = item;
  const content = { ...rest, title };
  return {
    change: 'reword',
    applicant: '区卫健委',
    track: 'government',
    body: item.body,
    item: item.id,
    from: null,
    before: itemHash(item),
    content,
    contentHash: itemHash(content),
    concept: null,
    funding: null,
    scope: null,
    reason: '改称呼',
    despite: null,
    check: null,
  };
}

const itemOf = (lists: string): Item => loadLibrary(lists, null).items[0]!;

/** Application, first instance, meeting. */
async function admission(): Promise<void> {
  const policy = loadPolicy(`${folder}/admissions`);
  const store = admissionStore(`${folder}/admissions`);
  const item = itemOf(folder);
  for (let n = 1; ; n++) {
    const id = await propose(store, reworded(item, `${item.title}（第${tag}-${n}次）`), DAY);
    said(store, id);
    for (const [office, document] of [
      [policy.tracks.government.office, '区民发〔2026〕5号'],
      [policy.meeting, '纪要〔2026〕第3号'],
    ] as const) {
      await decide(store, id, { approved: true, office, on: DAY, document, opinion: null }, policy, DAY);
      said(store, id);
    }
  }
}

/** Order and reply. */
async function order(): Promise<void> {
  const store = orderStore(folder);
  const report = { name: '报告.json', sha256: '0'.repeat(64), asOf: DAY, edition: '2026', lists: '0'.repeat(64) };
  for (;;) {
    const plan: IssuePlan = {
      orders: [
        {
          prefix: `督${tag}`,
          year: 2026,
          unit: '区卫健委',
          deadline: '2026-12-22',
          signer: null,
          issuers: ['区委组织部'],
          contact: '区委党建办',
          report,
          cites: [],
          complaints: [],
          problems: [],
        },
      ],
      underway: [],
      unaddressed: 0,
    };
    const [issued] = (await issueOrders(store, () => plan, DAY)).issued;
    said(store, issued!.id);
    await replyOrder(store, issued!.id, DAY, { document: null, measures: '已取消', evidence: [] });
    said(store, issued!.id);
  }
}

/** List and edition in place, then the record: what `admission apply` does under the lock. */
async function apply(): Promise<void> {
  const store = admissionStore(`${folder}/admissions`);
  for (;;) {
    await store.exclusive((writer) => {
      const item = itemOf(folder);
      const n = Number(/第(\d+)稿/.exec(item.title)?.[1] ?? 0) + 1;
      const title = `${item.title.replace(/（第\d+稿）$/, '')}（第${n}稿）`;
      const edit = planEdit(folder, reworded(item, title), DAY, `2026.${n}`);
      writeEdit(folder, edit);
      const chain = `ZR-20261122-k${String(n).padStart(4, '0')}`;
      writer.append({ chain, kind: 'applied', date: DAY, data: { files: edit.files.map((file) => file.path), n } });
      said(store, chain, ` ${n}`);
    });
  }
}

process.stdout.write('ready\n');
await { admission, order, apply }[path as 'admission']();
