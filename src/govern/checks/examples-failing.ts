/** 例子未通过 */

import type { Words } from '../../rules/rule.ts';
import type { Body } from '../../types.ts';
import type { CheckDraft, ListCheck, Subject } from './check.ts';

const BODY: Readonly<Record<Body, Words>> = {
  village: { zh: '村', en: 'village' },
  community: { zh: '社区', en: 'community' },
};

export const examplesFailing: ListCheck = {
  id: 'examples-failing',
  title: { zh: '例子未通过', en: 'Example failing' },
  why: {
    zh: '例子是清单自己说的“这样写就是（不是）这一项”；判得不一样，不是词改错了，就是例子写错了。',
    en: 'An example is what the lists say of themselves; when it is judged otherwise, one of the two is wrong.',
  },
  severity: 'error',
  kept: true,
  messages: {
    hit: {
      fault: {
        zh: '{concept} 的正例「{text}」在{body}清单里判为 {got}{why}',
        en: 'a hit of {concept} is judged {got} under {body}: {text}{why}',
      },
      fix: { zh: '请补句式或词，或改正例子', en: 'add a frame or words, or correct the example' },
    },
    miss: {
      fault: {
        zh: '{concept} 的反例「{text}」在{body}清单里仍判为 {got}{why}',
        en: 'a miss of {concept} is still judged {got} under {body}: {text}{why}',
      },
      fix: { zh: '请收紧句式或加 none，或改正例子', en: 'tighten the frame or add none, or correct the example' },
    },
  },
  check(subject: Subject): readonly CheckDraft[] {
    return subject.examples().failures.map((one) => ({
      say: one.expected,
      place: one.place,
      args: {
        concept: one.concept,
        text: one.text,
        body: BODY[one.body],
        got: one.got,
        why: one.why ? { zh: `，凭“${one.why}”`, en: ` (by “${one.why}”)` } : '',
      },
    }));
  },
};
