/** How one text was judged, argued as a person would: whom it addresses, what it asks, what spoke for and against. */
import type { Auditor, Reasoning } from '../audit.ts';
import { printBasis } from '../place.ts';
import { WORDS } from '../report/words.ts';
import { reasonOf } from '../rules/reasons.ts';
import { RULES } from '../rules/registry.ts';
import { quotes, type Rule } from '../rules/rule.ts';
import type { ClauseMatch, Concept, ConceptMatch, Item, JudgedRow, Lang, Library, Strength } from '../types.ts';

/** What stands in the place of a list where a concept has no item. */
const NO_LIST: Readonly<Record<'unlisted' | 'scope', Readonly<Record<Lang, string>>>> = {
  unlisted: { zh: '清单外事项', en: 'unlisted work' },
  scope: { zh: '不是任务', en: 'no task' },
};
const PART_WORDS: Readonly<Record<string, Readonly<Record<Lang, string>>>> = {
  frame: { zh: '句式相合', en: 'frame' },
  'frame+heading': { zh: '句式相合（标题补足）', en: 'frame (heading)' },
  'frame+cell': { zh: '句式相合（同格前句补足）', en: 'frame (first clause)' },
  heading: { zh: '单凭标题', en: 'heading alone' },
  further: { zh: '另有句式', en: 'further frames' },
  alias: { zh: '固定说法', en: 'phrase' },
  similarity: { zh: '与例句相近', en: 'similar to examples' },
  wording: { zh: '通句用词', en: 'choice of words' },
  usage: { zh: '用词常见于该事项', en: 'usual words' },
  cited: { zh: '所引正是该事项的依据', en: 'cites its basis' },
  'other-basis': { zh: '所引不是该事项的依据', en: 'cites another basis' },
};
const WHO: Readonly<Record<string, Readonly<Record<Lang, string>>>> = {
  town: { zh: '镇街', en: 'the town' },
  department: { zh: '部门', en: 'a department' },
  post: { zh: '特定岗位', en: 'a named post' },
};
const STRENGTH: Readonly<Record<Strength, Readonly<Record<Lang, string>>>> = {
  strong: { zh: '把握大', en: 'strong' },
  medium: { zh: '把握中等', en: 'medium' },
  weak: { zh: '把握小', en: 'weak' },
};
const CANDIDATES_SHOWN = 4;

const nameOf = (match: ConceptMatch): string =>
  match.item ? `${match.item.id} ${match.item.title}` : match.concept.name;
// A topic without an item in this body is work the body has no item for.
const kindOf = ({ item, concept }: ConceptMatch, lang: Lang): string =>
  item ? WORDS[lang].list[item.list] : NO_LIST[concept.kind === 'scope' ? 'scope' : 'unlisted'][lang];
const points = (value: number): string => `${value >= 0 ? '+' : '−'}${Math.abs(value).toFixed(2)}`;

/** The whole argument for one text. */
export function explainText(thought: Reasoning, row: JudgedRow, auditor: Auditor, lang: Lang): string {
  const { match, basis, funding, judged } = thought;
  const { bar } = auditor.library.decision.addressee;
  const zh = lang === 'zh';
  const lines: string[] = [`${zh ? '原文' : 'Text'}：${row.text}`];
  if (row.section) lines.push(`${zh ? '标题' : 'Heading'}：${row.section}`);
  lines.push('', zh ? '一、对谁说的' : '1. Addressee');
  const { addressee } = match;
  const scope = zh
    ? `按${thought.body === 'village' ? '村' : '社区'}的清单核查`
    : `judged under the ${thought.body} lists`;
  if (!addressee) lines.push(zh ? `　没有写明是镇街、部门或岗位的事，${scope}。` : `  Nobody else is named; ${scope}.`);
  else {
    const words = quotes(addressee.evidence);
    const share = `${addressee.score.toFixed(2)} / ${bar}`;
    lines.push(
      zh
        ? `　像是对${WHO[addressee.who]!.zh}说的${words}（${share}），${addressee.score >= bar ? '够得上，不涉及村（社区）' : `不够，${scope}`}。`
        : `  Looks addressed to ${WHO[addressee.who]!.en} ${words} (${share}): ${addressee.score >= bar ? 'enough' : `not enough, ${scope}`}.`,
    );
  }
  lines.push('', zh ? '二、说了什么' : '2. Matter');
  match.clauses.forEach((clause, i) => {
    lines.push(...explainClause(clause, i + 1, judged.clause === clause, auditor, lang));
  });
  const words = WORDS[lang];
  lines.push('', zh ? '三、依据' : '3. Basis', `　${words.basisOutcome[basis.outcome]}（${basis.outcome}）`);
  for (const one of basis.citations)
    lines.push(
      `　“${one.raw}” → ${one.instrument ? printBasis({ instrument: one.instrument, article: one.article }) : '—'}：${words.basisOutcome[one.outcome]}${one.successor ? `（${zh ? '现为' : 'now'}《${one.successor}》）` : ''}`,
    );
  lines.push(
    '',
    zh ? '四、经费' : '4. Funding',
    `　${words.fundingOutcome[funding.outcome]}（${funding.outcome}）${funding.quote ? `：“${funding.quote}”` : ''}${funding.detail ? `（${funding.detail}）` : ''}`,
  );
  lines.push(
    '',
    `${zh ? '结论' : 'Verdict'}：${words.verdict[judged.verdict]}（${judged.verdict}）→ ${words.action[judged.verdict]}；${STRENGTH[judged.strength][lang]}`,
    `　${reasonOf(judged, lang)}`,
  );
  for (const finding of row.findings)
    lines.push(
      `　${words.severity[finding.severity]} ${finding.rule}：${finding.message}`,
      `　　${zh ? '怎么办' : 'Fix'}：${finding.fix}`,
    );
  return `${lines.join('\n')}\n`;
}

function explainClause(clause: ClauseMatch, number: number, main: boolean, auditor: Auditor, lang: Lang): string[] {
  const zh = lang === 'zh';
  const lines = [`　${number}. 「${clause.text}」${main ? (zh ? '（由这一句定结论）' : ' (decides)') : ''}`];
  const role = (label: string, evidence: ClauseMatch['responsible']): void => {
    if (evidence.length > 0) lines.push(`　　　${label}：${quotes(evidence)}`);
  };
  role(zh ? '主责的说法' : 'responsible', clause.responsible);
  role(zh ? '含糊的说法' : 'doubtful', clause.doubtful);
  role(zh ? '协助的说法' : 'assisting', clause.assisting);
  if (clause.scope)
    lines.push(
      `　　　${zh ? '不是任务的迹象' : 'sign of no task'}：${clause.scope.concept.name} ${clause.scope.score.toFixed(2)}${quotes(clause.scope.evidence)}`,
    );
  const [best, ...all] = clause.candidates;
  // two topics of one item do not compete
  const others = all.filter((one) => !one.item || one.item.id !== best?.item?.id);
  if (!best) {
    lines.push(`　　　${zh ? '没有任何事项与这一句相合' : 'nothing matches'}`);
    return lines;
  }
  lines.push(argue(best, lang));
  for (const other of others.slice(0, CANDIDATES_SHOWN - 1))
    lines.push(`${argue(other, lang)}${zh ? '；落选' : '; loses'}：${whyNot(best, other, auditor, lang)}`);
  return lines;
}

function argue(match: ConceptMatch, lang: Lang): string {
  const parts = match.parts
    .map(
      ({ label, value, words }) => `${PART_WORDS[label]?.[lang] ?? label}${words ? quotes(words) : ''}${points(value)}`,
    )
    .join('、');
  return `　　　〔${kindOf(match, lang)}〕${nameOf(match)}　${match.score.toFixed(2)}　${quotes(match.evidence)}（${parts}）`;
}

function whyNot(best: ConceptMatch, other: ConceptMatch, auditor: Auditor, lang: Lang): string {
  const zh = lang === 'zh';
  const gap = best.score - other.score;
  const lead = auditor.library.decision.prohibitedLead;
  if (gap < 0) return zh ? '分数虽高，但另一项按次序在先' : 'higher score, but the other comes first by precedence';
  if (other.by === 'similarity') return zh ? '只是字面相近，没有相合的句式' : 'only similar, no frame';
  if (gap < lead) return zh ? `只差 ${gap.toFixed(2)}，拿捏在两可之间` : `only ${gap.toFixed(2)} behind`;
  return zh ? `低 ${gap.toFixed(2)} 分` : `${gap.toFixed(2)} behind`;
}

/** A list item in full, with the words by which it is recognised. */
export function explainItem(item: Item, library: Library, lang: Lang): string {
  const zh = lang === 'zh';
  const lines = [
    `${item.id}　${item.title}`,
    `${zh ? '清单' : 'List'}：${WORDS[lang].body[item.body]} · ${WORDS[lang].list[item.list]}${item.category ? ` · ${item.category}` : ''}`,
    ...(item.department ? [`${zh ? '责任部门' : 'Department'}：${item.department}`] : []),
    `${zh ? '依据' : 'Basis'}：${item.basis.map((ref) => `${printBasis(ref)}${ref.unverified ? (zh ? '（条款待核）' : ' (unverified)') : ''}`).join('；')}`,
    ...(item.note ? [`${zh ? '说明' : 'Note'}：${item.note}`] : []),
  ];
  for (const id of item.concepts) {
    const concept = library.concepts.find((one) => one.id === id);
    if (concept) lines.push(...explainConcept(concept, lang));
  }
  return `${lines.join('\n')}\n`;
}

function explainConcept(concept: Concept, lang: Lang): string[] {
  const zh = lang === 'zh';
  return [
    '',
    `${zh ? '怎样认出来' : 'Recognised by'}：${concept.name}（${concept.id}，${concept.place.file}:${concept.place.line}）`,
    `　${zh ? '句式' : 'frames'} ${concept.frames.length}：${concept.frames
      .slice(0, 8)
      .map((frame) => frame.all.map((slot) => slot.map((word) => word.replace(/^=/, '')).join('/')).join(' + '))
      .join('；')}${concept.frames.length > 8 ? '…' : ''}`,
    ...(concept.aliases.length > 0 ? [`　${zh ? '固定说法' : 'phrases'}：${concept.aliases.join('、')}`] : []),
    `　${zh ? '属于' : 'hits'}：`,
    ...concept.hit.slice(0, 6).map((one) => `　　· ${one.text}`),
    `　${zh ? '不属于' : 'misses'}：`,
    ...concept.miss
      .slice(0, 6)
      .map((one) => `　　· ${one.text}${one.instead ? `（${zh ? '属' : 'is'} ${one.instead}）` : ''}`),
  ];
}

/** A rule in full. */
export function explainRule(rule: Rule, lang: Lang): string {
  const zh = lang === 'zh';
  return `${[`${rule.id}　${rule.title[lang]}（${WORDS[lang].severity[rule.severity]}）`, `${zh ? '为什么' : 'Why'}：${rule.why[lang]}`, `${zh ? '怎么办' : 'Fix'}：${rule.fix[lang]}`].join('\n')}\n`;
}

/** The rule with this id, if there is one. */
export const ruleNamed = (id: string): Rule | undefined => RULES.find((rule) => rule.id === id);
