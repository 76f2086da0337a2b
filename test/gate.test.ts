/**
 * The gate in a real git repository: what has gone through the procedure lands, and every way round it that we could
 * think of is caught. Each case starts from the same base, changes the lists, and asks `lists lint --base`.
 */
import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { env } from 'node:process';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { approvedIn, baseLists, runGate } from '../src/commands/lists-gate.ts';
import { UserError } from '../src/errors.ts';
import { policyHash } from '../src/govern/gate/policy-changed.ts';
import { lintLists } from '../src/govern/lint.ts';
import { itemHash } from '../src/item-hash.ts';
import { judgementHash } from '../src/judgement-hash.ts';
import { admissionStore, decide, found, type Proposal, propose } from '../src/ledger/admission.ts';
import { loadPolicy } from '../src/ledger/policy.ts';
import { seal } from '../src/ledger/store.ts';
import { listFiles, loadLibrary } from '../src/lists/load.ts';
import type { Item } from '../src/types.ts';
import { copyMini } from './mini-lists.ts';

const AS_OF = '2026-11-22';
const made: string[] = [];
env['XDG_CACHE_HOME'] = temporary();

function temporary(): string {
  const dir = mkdtempSync(join(tmpdir(), 'qingdan-'));
  made.push(dir);
  return dir;
}

/** A clone of the base repository that a case may change as it likes. */
class Case {
  readonly root = temporary();
  readonly lists = join(this.root, 'lists');

  git(...args: string[]): void {
    execFileSync(
      'git',
      ['-C', this.root, '-c', 'user.name=t', '-c', 'user.email=t@example.org', '-c', 'commit.gpgsign=false', ...args],
      {
        stdio: 'pipe',
      },
    );
  }

  path(file: string): string {
    return join(this.lists, file);
  }

  read(file: string): string {
    return readFileSync(this.path(file), 'utf8');
  }

  write(file: string, text: string): void {
    mkdirSync(join(this.path(file), '..'), { recursive: true });
    writeFileSync(this.path(file), text);
  }

  /** Replaces the first occurrence. */
  edit(file: string, from: string, to: string): void {
    const text = this.read(file);
    assert.ok(text.includes(from), `${file}: ${from}`);
    this.write(
      file,
      text.replace(from, () => to),
    );
  }

  append(file: string, text: string): void {
    appendFileSync(this.path(file), text);
  }

  commit(): void {
    this.git('add', '-A', '-f');
    this.git('commit', '-q', '-m', 'change', '--allow-empty');
  }

  item(id: string): Item {
    return loadLibrary(this.lists, null).items.find((one) => one.id === id)!;
  }

  /** A line under changes, and one item more or less in the inventory: what an honest change brings along. */
  note(): void {
    this.edit('edition.yaml', 'retired:', `changes:\n  - { on: "${AS_OF}", text: 按区党建〔2026〕5号调整 }\nretired:`);
  }

  /** Records a proposal with as many approvals as are given. */
  async admit(
    content: Item | null,
    change: Proposal['change'],
    more: Partial<Proposal> = {},
    steps = 2,
    on = '2026-11-01',
  ): Promise<string> {
    const store = admissionStore(this.path('admissions'));
    const policy = loadPolicy(this.path('admissions'));
    const { place: _, ...plain } = content ?? ({} as Item);
    const proposal: Proposal = {
      change,
      applicant: '区卫健委',
      track: 'government',
      body: content?.body ?? 'village',
      item: content?.id ?? 'V-P-01',
      from: null,
      before: null,
      content: content === null ? null : plain,
      contentHash: content === null ? '' : itemHash(content),
      concept: null,
      funding: null,
      scope: null,
      reason: null,
      despite: null,
      check: null,
      ...more,
    };
    const id = await propose(store, proposal, on);
    const offices = ['区民政局', '区委党建领导小组会议'];
    for (const office of offices.slice(0, steps))
      await decide(
        store,
        id,
        { approved: true, office, on, document: '区民发〔2026〕5号', opinion: null },
        policy,
        AS_OF,
      );
    return id;
  }
}

const NEW_ITEM = `      - id: "V-A-1-03"
        title: 协助开展健康教育
        department: 卫生健康
        basis:
          - { instrument: 中华人民共和国禁毒法, article: 17 }
        concepts: [health]
`;
const NEW_CONCEPT = `  - id: health
    name: 健康教育
    frames:
      - all: ["=健康教育"]
    hit: [协助开展健康教育, 开展健康教育讲座]
    miss: [开展禁毒宣传, 宣传农业保险政策]
`;

/** An honest new item, without its admission. */
function addItem(one: Case): Item {
  one.append('village/assist.yaml', NEW_ITEM);
  one.append('concepts/topics.yaml', NEW_CONCEPT);
  one.edit('edition.yaml', 'assist: 2, prohibited: 2', 'assist: 3, prohibited: 2');
  one.note();
  return one.item('V-A-1-03');
}

const template = new Case();
await (async () => {
  copyMini(template.lists);
  mkdirSync(template.path('admissions'));
  cpSync('lists/admissions/policy.yaml', template.path('admissions/policy.yaml'));
  const { items, edition } = loadLibrary(template.lists, null);
  await found(
    admissionStore(template.path('admissions')),
    { edition: edition.edition, items: items.map((item) => ({ id: item.id, body: item.body, hash: itemHash(item) })) },
    '2026-01-01',
  );
  template.git('init', '-q', '-b', 'main');
  template.commit();
  template.git('tag', 'start');
})();

function fresh(): Case {
  const one = new Case();
  cpSync(template.root, one.root, { recursive: true });
  return one;
}

interface Outcome {
  /** ids of checks with an error, or the code of the error that stopped the run */
  readonly errors: readonly string[];
  readonly text: string;
}

async function ask(one: Case, ref = 'start', asOf = AS_OF): Promise<Outcome> {
  try {
    const base = baseLists(one.lists, ref);
    const linted = lintLists({
      files: listFiles(one.lists),
      dir: one.lists,
      asOf,
      lang: 'zh',
      base: base.library,
      approvals: approvedIn(base, one.lists),
      dead: false,
      only: null,
    });
    const gated = linted.library ? await runGate(base, one.lists, linted.library, { asOf, lang: 'zh' }) : [];
    const errors = [...linted.findings, ...gated].filter((finding) => finding.severity === 'error');
    return {
      errors: errors.map((finding) => finding.check),
      text: errors.map((finding) => finding.message).join('\n'),
    };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { errors: [error.code], text: error.line() };
  }
}

// ---------------------------------------------------------------- what may land

const LANDS: Readonly<Record<string, (one: Case) => void | Promise<void>>> = {
  'no change at all': () => undefined,
  'a comment and other quoting': (one) => {
    one.edit('village/assist.yaml', 'items:', '# 平安法治类\n    items:');
    one.edit('village/assist.yaml', 'department: 公安', 'department: "公安"');
  },
  'a new item with both approvals and no other line': async (one) => {
    one.append('village/assist.yaml', NEW_ITEM);
    one.append('concepts/topics.yaml', NEW_CONCEPT);
    one.edit('edition.yaml', 'assist: 2, prohibited: 2', 'assist: 3, prohibited: 2');
    await one.admit(one.item('V-A-1-03'), 'add');
  },
  'an item of the lists above, approved there': async (one) => {
    // the lists become those of the province; a district without items of its own extends them
    const above = join(one.root, 'province');
    renameSync(one.lists, above);
    mkdirSync(one.lists);
    const edition = (counts: string): string =>
      readFileSync(join(above, 'edition.yaml'), 'utf8')
        .replace('edition: "2026"', 'edition: "2026-区"\nextends: ../province')
        .replace(/(changes|retired):[\s\S]*$/, '')
        .replace('assist: 2, prohibited: 2', counts);
    one.write('edition.yaml', edition('assist: 2, prohibited: 2'));
    one.write('admissions/policy.yaml', readFileSync(join(above, 'admissions/policy.yaml'), 'utf8'));
    one.commit();
    one.git('tag', '-f', 'start');
    const province = Object.assign(Object.create(Case.prototype), { root: one.root, lists: above }) as Case;
    await province.admit(addItem(province), 'add');
    one.write('edition.yaml', edition('assist: 3, prohibited: 2').replace('2026-区', '2026-区-1'));
  },
  'a note of an item': (one) =>
    one.edit('village/statutory.yaml', 'note: 由村民选举委员会主持', 'note: 由选举委员会主持，任何人不得代替'),
  'a new item with both approvals': async (one) => {
    await one.admit(addItem(one), 'add');
  },
  'an item reworded with both approvals': async (one) => {
    const before = itemHash(one.item('V-A-1-01'));
    one.edit('village/assist.yaml', 'title: 协助开展禁毒宣传教育', 'title: 协助开展禁毒宣传教育活动');
    await one.admit(one.item('V-A-1-01'), 'reword', { before });
  },
  'an item removed with both approvals': async (one) => {
    const item = one.item('V-M-1-02');
    one.write('village/statutory.yaml', one.read('village/statutory.yaml').split('      - id: "V-M-1-02"')[0]!);
    one.edit(
      'concepts/topics.yaml',
      '  - id: voter-list\n    name: 选民名单',
      '  - id: voter-list\n    kind: unlisted\n    name: 选民名单',
    );
    one.edit('edition.yaml', 'village: { statutory: 2', 'village: { statutory: 1');
    one.note();
    await one.admit(null, 'remove', { item: item.id, contentHash: itemHash(item), before: itemHash(item) });
  },
  'a new word with a line under changes': (one) => {
    one.edit('lexicon/words.yaml', 'terms: [水费, 保费]', 'terms: [水费, 保费, 电费]');
    one.note();
  },
  'a word that frees a prohibited example, with both approvals': async (one) => {
    one.edit('concepts/topics.yaml', '    aliases: [党报党刊订阅任务]\n', '');
    one.edit('lexicon/words.yaml', 'terms: [征订, 订阅]', 'terms: [征订]');
    one.edit('concepts/topics.yaml', '      - 完成党报党刊订阅任务，计5分', '      - 报刊征订任务');
    one.note();
    await one.admit(null, 'lexicon', { contentHash: judgementHash(loadLibrary(one.lists, null)) });
  },
  'a waiver for one assist item': (one) => {
    one.write('waivers.yaml', waiver('V-A-1-01'));
    one.note();
  },
};

for (const [name, change] of Object.entries(LANDS))
  test(`lands: ${name}`, async () => {
    const one = fresh();
    await change(one);
    one.commit();
    const { errors, text } = await ask(one);
    // the shrink guard is for lists of more than two items
    assert.equal(
      errors.filter((id) => id !== 'shrink'),
      [],
      text,
    );
  });

function waiver(item: string | null, unit: string | null = null): string {
  return `kind: waivers
waivers:
  - id: "W-2026-001"
${item === null ? '' : `    item: "${item}"\n`}${unit === null ? '' : `    unit: ${unit}\n`}    reason: 应急
    approver: 区委党建领导小组
    document: 区党建〔2026〕5号
    from: "2026-06-01"
    until: "2026-12-31"
`;
}

// ---------------------------------------------------------------- ways round it

/** name → [the check or error that must stop it, the change] */
const CAUGHT: Readonly<Record<string, readonly [string, (one: Case) => void | Promise<void>]>> = {
  'an item without any admission': ['admission-missing', (one) => void addItem(one)],
  'one approval only': ['admission-missing', async (one) => void (await one.admit(addItem(one), 'add', {}, 1))],
  'a proposal without approvals': [
    'admission-missing',
    async (one) => void (await one.admit(addItem(one), 'add', {}, 0)),
  ],
  'an edit after the approval': [
    'admission-missing',
    async (one) => {
      await one.admit(addItem(one), 'add');
      one.edit('village/assist.yaml', 'title: 协助开展健康教育', 'title: 负责开展健康教育');
    },
  ],
  'another basis after the approval': [
    'admission-missing',
    async (one) => {
      await one.admit(addItem(one), 'add');
      one.write(
        'village/assist.yaml',
        one.read('village/assist.yaml').replace(/article: 17 }(?![\s\S]*article: 17)/, 'article: 18 }'),
      );
    },
  ],
  'the approval of another item': [
    'admission-missing',
    async (one) => {
      const item = addItem(one);
      await one.admit({ ...item, id: 'V-A-1-04' }, 'add');
    },
  ],
  'the approval of the same item for the other body': [
    'admission-missing',
    async (one) => {
      const item = addItem(one);
      await one.admit(item, 'add', { body: 'community' });
    },
  ],
  'an approval of the wrong office': [
    'ledger-altered',
    async (one) => {
      const id = await one.admit(addItem(one), 'add');
      forge(one, id, 2, (record) => ({ ...record, data: { ...(record['data'] as object), office: '区卫健委' } }));
    },
  ],
  'a record edited by hand': [
    'ledger-altered',
    async (one) => {
      const id = await one.admit(addItem(one), 'add', {}, 1);
      const file = recordsOf(one, id)[1]!;
      one.edit(file, '区民政局', '区委党建领导小组会议');
    },
  ],
  'a forged hash of a record': [
    'ledger-altered',
    async (one) => {
      const id = await one.admit(addItem(one), 'add');
      const file = recordsOf(one, id)[2]!;
      one.write(file, one.read(file).replace(/hash: "?[0-9a-f]{64}"?\s*$/, `hash: "${'0'.repeat(64)}"\n`));
    },
  ],
  'a proposal whose content was swapped under its own seal': [
    'ledger-altered',
    async (one) => {
      const item = addItem(one);
      const id = await one.admit({ ...item, title: '协助做别的事' }, 'add');
      forge(one, id, 0, (record) => ({
        ...record,
        data: { ...(record['data'] as object), contentHash: itemHash(item) },
      }));
    },
  ],
  'a decision dated before the proposal': [
    'ledger-altered',
    async (one) => {
      const id = await one.admit(addItem(one), 'add');
      forge(one, id, 1, (record) => ({ ...record, on: '2025-01-01' }));
    },
  ],
  'a decision dated in the future': [
    'admission-missing',
    async (one) => {
      const store = admissionStore(one.path('admissions'));
      const id = await one.admit(addItem(one), 'add', {}, 1);
      await decide(
        store,
        id,
        {
          approved: true,
          office: '区委党建领导小组会议',
          on: '2027-03-01',
          document: '纪要〔2027〕1号',
          opinion: null,
        },
        loadPolicy(one.path('admissions')),
        '2027-03-01',
      );
    },
  ],
  'a rejected proposal': [
    'admission-missing',
    async (one) => {
      const store = admissionStore(one.path('admissions'));
      const id = await one.admit(addItem(one), 'add', {}, 1);
      const draft = {
        approved: false,
        office: '区委党建领导小组会议',
        on: AS_OF,
        document: '纪要〔2026〕1号',
        opinion: '没有必要',
      };
      await decide(store, id, draft, loadPolicy(one.path('admissions')), AS_OF);
    },
  ],
  'a missing step in the chain': [
    'ledger-altered',
    async (one) => {
      const id = await one.admit(addItem(one), 'add');
      rmSync(one.path(recordsOf(one, id)[1]!));
    },
  ],
  'a second founding record': [
    'ledger-altered',
    async (one) => {
      const item = addItem(one);
      for (const chain of readdirSync(one.path('admissions')).filter((name) => name.startsWith('DJ-')))
        renameSync(one.path(`admissions/${chain}`), join(one.root, 'aside'));
      await found(
        admissionStore(one.path('admissions')),
        { edition: '2026', items: [{ id: item.id, body: item.body, hash: itemHash(item) }] },
        '2026-01-01',
      );
      cpSync(join(one.root, 'aside'), one.path(`admissions/DJ-20260101-aside`), { recursive: true });
      rmSync(join(one.root, 'aside'), { recursive: true });
    },
  ],
  'the ledger deleted': [
    'ledger-altered',
    (one) => {
      for (const chain of readdirSync(one.path('admissions')).filter((name) => name.startsWith('DJ-')))
        rmSync(one.path(`admissions/${chain}`), { recursive: true });
    },
  ],
  'the policy made to fit': [
    'policy-changed',
    async (one) => {
      one.edit('admissions/policy.yaml', 'office: 区民政局', 'office: 区卫健委');
      addItem(one);
    },
  ],
  'an item approved under a policy of its own change': [
    'admission-missing',
    async (one) => {
      const item = addItem(one);
      one.write(
        'admissions/policy.yaml',
        one
          .read('admissions/policy.yaml')
          .replace('office: 区民政局', 'office: 区卫健委')
          .replace('meeting: 区委党建领导小组会议', 'meeting: 区卫健委党组会'),
      );
      const store = admissionStore(one.path('admissions'));
      const policy = loadPolicy(one.path('admissions'));
      const id = await one.admit(item, 'add', {}, 0);
      for (const office of ['区卫健委', '区卫健委党组会'])
        await decide(
          store,
          id,
          { approved: true, office, on: '2026-11-02', document: '区卫〔2026〕5号', opinion: null },
          policy,
          AS_OF,
        );
    },
  ],
  'the policy deleted': ['policy-changed', (one) => rmSync(one.path('admissions/policy.yaml'))],
  'a list file renamed': [
    'admission-missing',
    (one) => renameSync(one.path('village/assist.yaml'), one.path('village/assist.yml')),
  ],
  'a list file deleted': ['admission-missing', (one) => rmSync(one.path('village/prohibited.yaml'))],
  'the lists moved to another folder': [
    'gate-moved',
    (one) => {
      renameSync(one.lists, join(one.root, 'lists2'));
      Object.assign(one, { lists: join(one.root, 'lists2') });
    },
  ],
  'a prohibited item taken from the lists and brought back weaker from lists above': [
    'admission-missing',
    (one) => {
      const above = join(one.root, 'above');
      cpSync(one.lists, above, { recursive: true });
      const file = join(above, 'village/prohibited.yaml');
      writeFileSync(file, readFileSync(file, 'utf8').replace('title: 报刊征订任务', 'title: 强制报刊征订任务'));
      rmSync(one.path('village/prohibited.yaml'));
      one.edit('edition.yaml', 'edition: "2026"', 'edition: "2026"\nextends: ../above');
    },
  ],
  'a new item that comes from lists above': [
    'admission-missing',
    (one) => {
      const above = join(one.root, 'above');
      cpSync(one.lists, above, { recursive: true });
      addItem(one);
      for (const file of ['village/assist.yaml', 'concepts/topics.yaml']) {
        cpSync(one.path(file), join(above, file));
        one.git('checkout', '--', `lists/${file}`);
      }
      one.edit('edition.yaml', 'edition: "2026"', 'edition: "2026"\nextends: ../above');
    },
  ],
  'a prohibited item retired by a lower level': [
    'overlay-allows',
    (one) => {
      const above = join(one.root, 'above');
      renameSync(one.lists, above);
      mkdirSync(one.lists);
      cpSync(join(above, 'admissions'), one.path('admissions'), { recursive: true });
      const edition = readFileSync(join(above, 'edition.yaml'), 'utf8')
        .replace('edition: "2026"', 'edition: "2026-区"\nextends: ../above')
        .replace('retired:', 'retired:\n  - { id: "V-P-01", title: 报刊征订任务, on: "2026-11-22" }');
      one.write('edition.yaml', edition);
    },
  ],
  'a configuration that leads to other lists': [
    'gate-config',
    (one) => {
      writeFileSync(join(one.root, 'qingdan.config.yaml'), 'kind: config\nlists: lists\n');
      one.commit();
      one.git('tag', '-f', 'start');
      cpSync(one.lists, join(one.root, 'lists2'), { recursive: true });
      writeFileSync(join(one.root, 'qingdan.config.yaml'), 'kind: config\nlists: lists2\n');
      Object.assign(one, { lists: join(one.root, 'lists2') });
    },
  ],
  'the lists behind a symbolic link': [
    'git-link',
    (one) => {
      renameSync(one.lists, join(one.root, 'elsewhere'));
      symlinkSync('elsewhere', one.lists);
    },
  ],
  'a list file behind a symbolic link': [
    'gate-link',
    (one) => {
      renameSync(one.path('village/assist.yaml'), join(one.root, 'assist.yaml'));
      symlinkSync('../../assist.yaml', one.path('village/assist.yaml'));
    },
  ],
  'an invisible space in a title': [
    'admission-missing',
    (one) => one.edit('village/assist.yaml', 'title: 协助开展禁毒宣传教育', 'title: "协助开展 禁毒宣传教育"'),
  ],
  'another department': [
    'admission-missing',
    (one) => one.edit('village/assist.yaml', 'department: 公安', 'department: 村委会'),
  ],
  'a later until': [
    'admission-missing',
    (one) =>
      one.edit(
        'village/assist.yaml',
        '        department: 公安',
        '        department: 公安\n        until: "2026-12-31"',
      ),
  ],
  'an unverified clause declared verified': [
    'admission-missing',
    (one) => one.edit('village/assist.yaml', 'article: 17 }', 'article: 17, unverified: true }'),
  ],
  'the id of a retired item': [
    'retired-id',
    (one) => {
      addItem(one);
      one.edit('village/assist.yaml', '"V-A-1-03"', '"V-A-1-09"');
    },
  ],
  'a retired id struck off to be used again': [
    'retired-id',
    (one) => one.edit('edition.yaml', '  - { id: "V-A-1-09", title: 协助发放宣传品, on: "2025-06-30" }', '  []'),
  ],
  'an id whose item was removed by admission, admitted again for another matter': [
    'retired-id',
    async (one) => {
      const item = one.item('V-M-1-02');
      await one.admit(null, 'remove', { item: item.id, contentHash: itemHash(item), before: itemHash(item) });
      const whole = one.read('village/statutory.yaml');
      one.write('village/statutory.yaml', whole.split('      - id: "V-M-1-02"')[0]!);
      one.commit();
      one.git('tag', '-f', 'start');
      one.write('village/statutory.yaml', whole.replace('登记并公布参加选举的村民名单', '登记外出村民'));
      await one.admit(one.item('V-M-1-02'), 'add', {}, 2, '2026-11-10');
    },
  ],
  'an id given to another matter': [
    'admission-missing',
    (one) => one.edit('village/assist.yaml', 'title: 协助组织农民自愿参加农业保险', 'title: 完成农业保险任务'),
  ],
  'an id in full-width letters': ['schema', (one) => one.edit('village/assist.yaml', '"V-A-1-02"', '"Ｖ-A-1-02"')],
  'an id in lower case': ['schema', (one) => one.edit('village/assist.yaml', '"V-A-1-02"', '"v-a-1-02"')],
  'an item moved to another category': [
    'admission-missing',
    (one) => one.edit('village/assist.yaml', '  - name: 平安法治', '  - name: 经济发展'),
  ],
  'an item moved from prohibited to assist': [
    'admission-missing',
    (one) => {
      const text = one.read('village/prohibited.yaml');
      const at = text.indexOf('  - id: "V-P-02"');
      one.write('village/prohibited.yaml', text.slice(0, at));
      one.append(
        'village/assist.yaml',
        text.slice(at).replaceAll('\n  ', '\n      ').replace('  - id: "V-P-02"', '      - id: "V-A-1-03"'),
      );
    },
  ],
  'the same id twice, the second with other words': [
    'duplicate-id',
    (one) => one.append('village/assist.yaml', NEW_ITEM.replace('V-A-1-03', 'V-A-1-01')),
  ],
  'a duplicate key that wins': [
    'schema',
    (one) =>
      one.edit(
        'village/assist.yaml',
        'title: 协助开展禁毒宣传教育',
        'title: 协助开展禁毒宣传教育\n        title: 负责禁毒工作',
      ),
  ],
  'an anchor that repeats an item': ['schema', (one) => one.edit('village/assist.yaml', 'basis:', 'basis: &b')],
  'two documents in one file': ['schema', (one) => one.append('village/assist.yaml', '---\nkind: list\n')],
  'the schema opened for more keys': [
    'schema',
    (one) => {
      cpSync('lists/schema', one.path('schema'), { recursive: true });
      one.edit('schema/list.schema.json', '"additionalProperties": false', '"additionalProperties": true');
      one.edit('village/assist.yaml', 'department: 公安', 'department: 公安\n        approved: true');
    },
  ],
  'an alias that takes a prohibited phrase': [
    'verdict-turned',
    (one) => {
      one.edit('concepts/topics.yaml', '    aliases: [党报党刊订阅任务]\n', '');
      one.edit(
        'concepts/topics.yaml',
        '    name: 换届选举\n',
        '    name: 换届选举\n    aliases: [完成党报党刊订阅任务]\n',
      );
      one.note();
    },
  ],
  'a word taken out of the lexicon': [
    'verdict-turned',
    (one) => {
      one.edit('lexicon/words.yaml', 'terms: [收缴, 收取]', 'terms: [征缴]');
      one.note();
    },
  ],
  'a longer word that silences a prohibited one': [
    'verdict-turned',
    (one) => {
      one.edit(
        'lexicon/words.yaml',
        '    terms: [收缴, 收取]',
        '    terms: [收缴, 收取]\n    not_in: [足额收缴, 收取农业]',
      );
      one.note();
    },
  ],
  'a frame that no longer fires': [
    'verdict-turned',
    (one) => {
      one.edit(
        'concepts/topics.yaml',
        '- all: [收缴, [费用, 农业保险]]',
        '- all: [收缴, [费用, 农业保险]]\n        none: [收缴]',
      );
      one.note();
    },
  ],
  'a prohibited topic made unlisted work': [
    'verdict-turned',
    (one) => {
      one.edit('concepts/topics.yaml', '    name: 代收费用', '    kind: scope\n    name: 代收费用');
      one.note();
    },
  ],
  'a prohibited example deleted with its words': [
    'verdict-turned',
    (one) => {
      one.edit('concepts/topics.yaml', '      - 足额收缴水费\n', '      - 宣传保险代办\n');
      one.edit('concepts/topics.yaml', '      - 收取农业保险保费\n      - ', '      - 农业保险代办\n      - ');
      one.edit('lexicon/words.yaml', 'terms: [水费, 保费]', 'terms: [代办]');
      one.edit('lexicon/words.yaml', 'terms: [收缴, 收取]', 'terms: [代办]');
      one.note();
    },
  ],
  'thresholds out of reach': [
    'verdict-turned',
    (one) => {
      one.edit(
        'decision.yaml',
        /^frame: .*/m.exec(one.read('decision.yaml'))![0],
        'frame: { strong: 0.1, medium: 0.1, weak: 0.1 }',
      );
      one.edit('decision.yaml', /^alias: \S+/m.exec(one.read('decision.yaml'))![0], 'alias: 0.1');
      one.edit('decision.yaml', /^similarity: \S+/m.exec(one.read('decision.yaml'))![0], 'similarity: 0');
      one.edit('decision.yaml', /^usage: \{ weight: [\d.]+/m.exec(one.read('decision.yaml'))![0], 'usage: { weight: 0');
      one.note();
    },
  ],
  'a column name that hides the matter': [
    'verdict-turned',
    (one) => {
      one.edit('columns.yaml', '  - field: text\n    names:\n      - 工作内容\n', '  - field: text\n    names:\n');
      one.edit('columns.yaml', 'names: [备注, ', 'names: [备注, 工作内容, ');
      one.note();
    },
  ],
  'a change of words without a line': [
    'edition-unchanged',
    (one) => one.edit('lexicon/words.yaml', 'terms: [水费, 保费]', 'terms: [水费, 保费, 电费]'),
  ],
  'earlier lines under changes rewritten': [
    'edition-unchanged',
    (one) => {
      one.note();
      one.commit();
      one.git('tag', '-f', 'start');
      one.edit('edition.yaml', '按区党建〔2026〕5号调整', '无');
    },
  ],
  'a waiver for a prohibited item': [
    'waiver-added',
    (one) => {
      one.write('waivers.yaml', waiver('V-P-01'));
      one.note();
    },
  ],
  'a waiver for a whole office': [
    'waiver-added',
    (one) => {
      one.write('waivers.yaml', waiver(null, '区卫健委'));
      one.note();
    },
  ],
  'an old approval used again after the item was reworded': [
    'admission-missing',
    async (one) => {
      const title = 'title: 协助开展禁毒宣传教育';
      const first = itemHash(one.item('V-A-1-01'));
      one.edit('village/assist.yaml', title, `${title}活动`);
      const second = itemHash(one.item('V-A-1-01'));
      await one.admit(one.item('V-A-1-01'), 'reword', { before: first });
      one.edit('village/assist.yaml', `${title}活动`, `${title}工作`);
      await one.admit(one.item('V-A-1-01'), 'reword', { before: second });
      one.commit();
      one.git('tag', '-f', 'start');
      one.edit('village/assist.yaml', `${title}工作`, `${title}活动`);
    },
  ],
  'a removed item back on its founding record': [
    'admission-missing',
    async (one) => {
      const whole = one.read('village/statutory.yaml');
      const item = one.item('V-M-1-02');
      one.write('village/statutory.yaml', whole.split('      - id: "V-M-1-02"')[0]!);
      one.commit();
      one.git('tag', '-f', 'start');
      one.write('village/statutory.yaml', whole);
      assert.is(one.item('V-M-1-02').title, item.title);
    },
  ],
  'attributes that put other bytes on the disk': [
    'gate-hidden',
    (one) => {
      const honest = one.read('village/assist.yaml');
      one.edit('village/assist.yaml', 'title: 协助开展禁毒宣传教育', 'title: 负责禁毒工作');
      one.commit();
      one.write('village/assist.yaml', honest);
      one.git('update-index', '--assume-unchanged', 'lists/village/assist.yaml');
      Object.assign(one, { commit: () => undefined });
    },
  ],
  'a file kept out of the working folder': [
    'gate-hidden',
    (one) => {
      one.write('waivers.yaml', waiver('V-P-01'));
      one.commit();
      one.git('update-index', '--skip-worktree', 'lists/waivers.yaml');
      rmSync(one.path('waivers.yaml'));
      Object.assign(one, { commit: () => undefined });
    },
  ],
  'a list file that git ignores': [
    'gate-hidden',
    (one) => {
      writeFileSync(join(one.root, '.gitignore'), 'lists/lexicon/more.yaml\n');
      one.commit();
      one.write('lexicon/more.yaml', 'kind: lexicon\nclasses:\n  - id: 更多\n    role: object\n    terms: [更多]\n');
      one.note();
      Object.assign(one, { commit: () => undefined });
    },
  ],
};

for (const [name, [check, change]] of Object.entries(CAUGHT))
  test(`caught: ${name}`, async () => {
    const one = fresh();
    await change(one);
    one.commit();
    const { errors, text } = await ask(one);
    assert.ok(errors.includes(check), `${check} is not among ${errors.join(', ') || 'nothing'}\n${text}`);
  });

test('there are more than 25 ways, and each was tried', () => assert.ok(Object.keys(CAUGHT).length > 25));

test('the line says which approval is lacking', async () => {
  for (const [steps, wanted] of [
    [0, '还缺初审和审议'],
    [1, '还缺审议会议的同意'],
  ] as const) {
    const one = fresh();
    const id = await one.admit(addItem(one), 'add', {}, steps);
    one.commit();
    const { text } = await ask(one);
    assert.is(text, `V-A-1-03“协助开展健康教育”新增，申报 ${id} ${wanted}`);
  }
});

test('what cannot be compared does not pass', async () => {
  const one = fresh();
  assert.equal((await ask(one, 'no-such-branch')).errors, ['git-no-revision']);
  assert.equal((await ask(one, '--upload-pack=x')).errors, ['git-no-revision']);
  rmSync(join(one.root, '.git'), { recursive: true });
  assert.equal((await ask(one)).errors, ['git-failed']);
});

test('a base that shares nothing with the change lets nothing through', async () => {
  const one = fresh();
  one.git('checkout', '-q', '--orphan', 'empty');
  one.git('rm', '-rq', '--cached', '.');
  one.git('commit', '-q', '--allow-empty', '-m', 'empty');
  one.git('checkout', '-q', '-f', 'main');
  addItem(one);
  one.commit();
  // nothing to compare with: all items count as new, and the founding record does not name this one
  assert.ok((await ask(one, 'empty')).errors.includes('admission-missing'));
});

test('the first import stands on its founding record', async () => {
  const one = fresh();
  one.git('checkout', '-q', '--orphan', 'empty');
  one.git('rm', '-rq', '--cached', '.');
  one.git('commit', '-q', '--allow-empty', '-m', 'empty');
  one.git('checkout', '-q', '-f', 'main');
  assert.equal((await ask(one, 'empty')).errors, []);
});

test('a policy with both approvals under the old one lands', async () => {
  const one = fresh();
  const text = one.read('admissions/policy.yaml').replace('first_instance: 15', 'first_instance: 10');
  await one.admit(null, 'lexicon', { contentHash: policyHash(Buffer.from(text)) });
  one.write('admissions/policy.yaml', text);
  one.commit();
  assert.equal((await ask(one)).errors, []);
});

/** Files of a chain, in order, below the lists folder. */
function recordsOf(one: Case, id: string): string[] {
  return readdirSync(one.path(`admissions/${id}`))
    .sort()
    .map((name) => `admissions/${id}/${name}`);
}

/** Writes a record anew with a sound seal of its own, as somebody who knows the format would. */
function forge(
  one: Case,
  id: string,
  at: number,
  change: (record: Record<string, unknown>) => Record<string, unknown>,
): void {
  const store = admissionStore(one.path('admissions'));
  const records = store.read(id);
  const { hash: _, ...rest } = records[at]!;
  const sealed = seal(change(rest as unknown as Record<string, unknown>) as unknown as typeof rest);
  const file = recordsOf(one, id)[at]!;
  one.write(file, `${JSON.stringify(sealed)}\n`);
  assert.ok(existsSync(one.path(file)));
}

test.after(() => {
  for (const dir of made) rmSync(dir, { recursive: true, force: true });
});

test.run();
