/** Words of the proposal for points, the same in every format. */
import type { Lang } from '../types.ts';

export interface PointsWords {
  readonly title: string;
  readonly note: string;
  readonly kept: string;
  readonly old: string;
  readonly proposed: string;
  readonly factor: string;
  readonly nothingLeft: string;
}

export const POINTS_WORDS: Readonly<Record<Lang, PointsWords>> = {
  zh: {
    title: '分值折算建议',
    note: '仅供参考：取消禁入、清单外和未落实经费的事项后，其余各行按原有比例折算到原来的总分，由考核部门定。',
    kept: '可以保留',
    old: '原分值',
    proposed: '建议分值',
    factor: '折算系数',
    nothingLeft: '没有可以折算的行',
  },
  en: {
    title: 'Proposed points',
    note: 'Only a proposal: with prohibited, unlisted and unfunded rows gone, the others are scaled to the old total in their old proportion.',
    kept: 'can stay',
    old: 'Old points',
    proposed: 'Proposed',
    factor: 'Factor',
    nothingLeft: 'no row left to carry them',
  },
};
