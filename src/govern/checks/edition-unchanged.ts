/** 内容变了而版次没有变 */
import { itemHash } from '../../item-hash.ts';
import { judgementHash } from '../../judgement-hash.ts';
import type { Library } from '../../types.ts';
import { isApproved } from '../approvals.ts';
import type { CheckDraft, ListCheck, Subject } from './check.ts';

export const editionUnchanged: ListCheck = {
  id: 'edition-unchanged',
  title: { zh: '内容变了，版次没有变', en: 'Content changed under the same edition' },
  why: {
    zh: '报告写明用的是哪一版清单；同一版次有两样内容，旧报告就无从复核。',
    en: 'A report names its edition; two contents under one edition cannot be checked again.',
  },
  severity: 'error',
  messages: {
    silent: {
      fault: {
        zh: '词、概念、依据库等有变动，edition.yaml 既没有新的版次，也没有新的变动记录',
        en: 'words, concepts, register or the like changed, without a new edition or a new line under changes in edition.yaml',
      },
      fix: {
        zh: '请在 edition.yaml 的 changes 里补一行：- { on: "{day}", text: 改了什么、凭什么文件 }',
        en: 'add a line under changes in edition.yaml: - { on: "{day}", text: … }',
      },
    },
    rewritten: {
      fault: { zh: '以前的变动记录被改动或删除', en: 'earlier lines under changes were altered or removed' },
      fix: { zh: '变动记录只增不改，请恢复', en: 'changes only grow: restore them' },
    },
  },
  check({ library, base, asOf, within, approvals }: Subject): readonly CheckDraft[] {
    if (!base) return [];
    const top = { file: 'edition.yaml', line: 1, column: 1 };
    const now = library.edition;
    const before = base.edition;
    if (now.edition !== before.edition) return [];
    const line = (one: { readonly on: string; readonly text: string }): string => `${one.on} ${one.text}`;
    const kept = before.changes.every((one, i) => now.changes[i] !== undefined && line(now.changes[i]) === line(one));
    if (!kept) return [{ say: 'rewritten', place: within(top, 'changes:', 'edition:'), args: {} }];
    if (now.changes.length > before.changes.length) return [];
    const words = judgementHash(withoutNew(library, base));
    if (words === judgementHash(base) || isApproved(approvals, judgementHash(library))) return [];
    return [{ say: 'silent', place: within(top, 'edition:'), args: { day: asOf } }];
  },
};

/**
 * The lists without the concepts that changed items brought along. A change of an item is on record by its admission:
 * the gate asks for that one, and says it once.
 */
function withoutNew(library: Library, base: Library): Library {
  const concepts = new Set(base.concepts.map((one) => one.id));
  const items = new Set(base.items.map(itemHash));
  const brought = (id: string): boolean => {
    const users = library.items.filter((item) => item.concepts.includes(id));
    return users.length > 0 && users.every((item) => !items.has(itemHash(item)));
  };
  const left = library.concepts.filter((one) => concepts.has(one.id) || !brought(one.id));
  return { ...library, concepts: left, wide: () => library.wide() };
}
