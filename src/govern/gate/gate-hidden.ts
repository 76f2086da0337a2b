/** 磁盘与提交不一致 */
import type { CheckDraft } from '../checks/check.ts';
import type { GateCheck, GateSubject } from './gate-check.ts';

export const gateHidden: GateCheck = {
  id: 'gate-hidden',
  title: { zh: '磁盘与提交不一致', en: 'Disk differs from the commit' },
  why: {
    zh: '检查的是磁盘上的文件，合入的是提交的文件；git 说没有改动而两者不同，检查就没有意义。',
    en: 'What is checked is on the disk, what lands is the commit: where git sees no change they must be the same.',
  },
  severity: 'error',
  messages: {
    differs: {
      fault: {
        zh: '磁盘上的内容和已提交的不一样，git 却说没有改动',
        en: 'differs from what is committed, though git sees no change',
      },
      fix: {
        zh: '请检查 .gitattributes 和 git update-index 的标记，重新检出',
        en: 'look at .gitattributes and the flags of git update-index, and check out anew',
      },
    },
    absent: {
      fault: { zh: '已提交的文件不在磁盘上', en: 'is committed and not on the disk' },
      fix: {
        zh: '请检查稀疏检出和 git update-index 的标记，重新检出',
        en: 'look for a sparse checkout, and check out anew',
      },
    },
    ignored: {
      fault: { zh: '文件被 git 忽略，不会随变更提交', en: 'is ignored by git and will not be committed' },
      fix: { zh: '请检查 .gitignore', en: 'look at .gitignore' },
    },
  },
  check({ hidden }: GateSubject): readonly CheckDraft[] {
    return hidden.map(({ path, how }) => ({ say: how, place: { file: path, line: 1, column: 1 }, args: {} }));
  },
};
