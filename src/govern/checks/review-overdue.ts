/** 复审到期 */
import type { CheckDraft, ListCheck, Subject } from './check.ts';

export const reviewOverdue: ListCheck = {
  id: 'review-overdue',
  title: { zh: '复审到期', en: 'Review overdue' },
  why: {
    zh: '区委党建办每二至三年全面复审一次清单；过期的清单不能证明仍然合法。',
    en: 'The whole lists are reviewed every two to three years.',
  },
  severity: 'warning',
  messages: {
    overdue: {
      fault: {
        zh: '上次复审是 {reviewed}，应在 {due} 前再审，已经过期',
        en: 'reviewed on {reviewed}, due by {due}: overdue',
      },
      fix: { zh: '复审后更新 edition.yaml 的 reviewed', en: 'review the lists and update reviewed in edition.yaml' },
    },
  },
  check({ library, asOf, within }: Subject): readonly CheckDraft[] {
    const { reviewed, reviewWithin } = library.edition;
    const place = within({ file: 'edition.yaml', line: 1, column: 1 }, 'reviewed:');
    const due = `${Number(reviewed.slice(0, 4)) + reviewWithin}${reviewed.slice(4)}`;
    if (due < asOf) return [{ place, args: { reviewed, due } }];
    return [];
  },
};
