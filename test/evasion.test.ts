/**
 * Evasion: what people type to get a prohibited task past a checker, on every prohibited example that the lists ship.
 * The judgement must be that of the clean text, the quoted words those of the original, hidden characters reported, and
 * a lawful text written the same way must not become prohibited.
 */
import { Converter } from 'opencc-js/cn2t';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { createAuditor } from '../src/audit.ts';
import { exampleRow } from '../src/govern/lists-test.ts';
import { loadLibrary } from '../src/lists/load.ts';
import { comparable } from '../src/text.ts';
import { LOOKALIKES } from '../src/text-tables.ts';
import { BODIES, type Body, type Example, type JudgedRow } from '../src/types.ts';

const library = loadLibrary('lists');
const auditor = createAuditor(library, { asOf: '2026-11-22', lang: 'zh', ledger: null });

// ---------------------------------------------------------------- what is done to a text

const HAN = /[\u3400-\u9fff]/;

/** Puts `what` between any two neighbouring Chinese characters. */
const between =
  (what: string) =>
  (text: string): string =>
    [...text].map((c, i, all) => (HAN.test(c) && HAN.test(all[i + 1] ?? '') ? c + what : c)).join('');
const after =
  (what: string) =>
  (text: string): string =>
    text.replace(/[\u3400-\u9fff]/g, `$&${what}`);
/** Replaces characters by others that look alike or mean the same. */
const swap =
  (pairs: ReadonlyMap<string, string>) =>
  (text: string): string =>
    [...text].map((c) => pairs.get(c) ?? c).join('');

const wide = (text: string): string => text.replace(/[!-~]/g, (c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0));

/** Characters of a block that NFKC folds into one Chinese character, by that character. */
function folding(from: number, to: number): Map<string, string> {
  const pairs = new Map<string, string>();
  for (let code = from; code <= to; code++) {
    const c = String.fromCodePoint(code);
    const plain = c.normalize('NFKC');
    if (plain !== c && HAN.test(plain)) pairs.set(plain, c);
  }
  return pairs;
}
const supplements = new Map<string, string>();
for (let i = 0; i + 1 < LOOKALIKES.length; i += 2) supplements.set(LOOKALIKES[i + 1]!, LOOKALIKES[i]!);
const toTraditional = Converter({ from: 'cn', to: 't' });
const toTaiwan = Converter({ from: 'cn', to: 'tw' });

interface Trick {
  readonly name: string;
  /** the finding on hidden characters must report it */
  readonly hides: boolean;
  /** one example in so many: signs of one kind take turns */
  readonly every: number;
  readonly apply: (text: string) => string;
}
const hidden = (name: string, what: string): Trick => ({ name, hides: true, every: 1, apply: between(what) });
const visible = (name: string, apply: (text: string) => string): Trick => ({ name, hides: false, every: 1, apply });
const oneOf = (trick: Trick): Trick => ({ ...trick, every: 3 });

const TRICKS: readonly Trick[] = [
  hidden('zero-width space', '\u200b'),
  hidden('zero-width non-joiner', '\u200c'),
  hidden('zero-width joiner', '\u200d'),
  hidden('word joiner', '\u2060'),
  hidden('byte order mark', '\ufeff'),
  hidden('soft hyphen', '\u00ad'),
  hidden('combining grapheme joiner', '\u034f'),
  hidden('Mongolian vowel separator', '\u180e'),
  hidden('Hangul filler', '\u3164'),
  hidden('Hangul choseong filler', '\u115f'),
  hidden('half-width Hangul filler', '\uffa0'),
  hidden('Khmer inherent vowel', '\u17b4'),
  hidden('variation selector', '\ufe0f'),
  hidden('ideographic variation selector', '\u{e0100}'),
  hidden('tag character', '\u{e0041}'),
  hidden('left-to-right mark', '\u200e'),
  hidden('bidi override', '\u202d'),
  hidden('bidi isolate', '\u2066\u2069'),
  hidden('invisible times', '\u2062'),
  hidden('deprecated format character', '\u206a'),
  hidden('interlinear annotation', '\ufff9'),
  hidden('braille blank', '\u2800'),
  hidden('control character', '\u0007'),
  hidden('delete character', '\u007f'),
  hidden('C1 control', '\u0090'),
  { name: 'combining accent', hides: true, every: 1, apply: after('\u0301') },
  { name: 'combining strike-through', hides: true, every: 1, apply: after('\u0336') },
  { name: 'enclosing circle', hides: true, every: 1, apply: after('\u20dd') },
  { name: 'many marks', hides: true, every: 1, apply: after('\u0300\u0316\u0338') },
  visible('space', between(' ')),
  visible('several spaces', between('   ')),
  visible('no-break space', between('\u00a0')),
  visible('full-width space', between('\u3000')),
  visible('thin space', between('\u2009')),
  visible('tab', between('\t')),
  ...[...'·・•‧⋅●˙․'].map((dot) => oneOf(visible(`dot ${dot}`, between(dot)))),
  ...[...'-_*~.|/\\+=^#&—–－＿＊～'].map((mark) => oneOf(visible(`separator ${mark}`, between(mark)))),
  visible('full-width digits and signs', wide),
  visible('traditional', toTraditional),
  visible('traditional of Taiwan', toTaiwan),
  visible('Kangxi radicals', swap(folding(0x2f00, 0x2fd5))),
  visible('radical supplements', swap(supplements)),
  visible('compatibility ideographs', swap(folding(0xf900, 0xfad9))),
  visible('compatibility ideographs, supplement', swap(folding(0x2f800, 0x2fa1d))),
  visible('circled ideographs', swap(folding(0x3280, 0x32b0))),
  visible('space and dot', between(' · ')),
  {
    name: 'everything at once',
    hides: true,
    every: 1,
    apply: (text) => between('\u200b')(after('\u0301')(toTraditional(wide(text)))),
  },
];

// ---------------------------------------------------------------- on what

interface Case {
  readonly example: Example;
  readonly body: Body;
  readonly clean: JudgedRow;
}

const judge = (example: Pick<Example, 'text' | 'section'>, body: Body): JudgedRow =>
  auditor.check(exampleRow(example, body));

/**
 * Hit examples of the concepts that carry an item of that list, each under one body that has one: what is folded does
 * not depend on the body.
 */
function examples(prohibited: boolean): Case[] {
  const cases: Case[] = [];
  for (const concept of library.concepts)
    for (const body of BODIES) {
      const items = library.items.filter((item) => item.body === body && item.concepts.includes(concept.id));
      if (items.length === 0 || items.some((item) => item.list === 'prohibited') !== prohibited) continue;
      for (const example of concept.hit)
        if (!cases.some((one) => one.example === example)) cases.push({ example, body, clean: judge(example, body) });
    }
  return cases;
}

const bad = examples(true).filter(({ clean }) => clean.verdict === 'prohibited');
const lawful = examples(false).filter(({ clean }) => clean.verdict !== 'prohibited');

/** Spans of a judged row that do not quote the text that stands there. */
function wrongSpans(row: JudgedRow): string[] {
  return [...row.evidence, ...row.findings.flatMap((finding) => finding.evidence)]
    .filter((one) => row.text.slice(one.start, one.end) !== one.quote || one.start >= one.end)
    .map((one) => `${one.start}–${one.end} of ${JSON.stringify(row.text)}: ${JSON.stringify(one.quote)}`);
}

test('there are examples and tricks enough', () => {
  assert.ok(TRICKS.length >= 27);
  assert.ok(bad.length > 100, `${bad.length} prohibited examples`);
  assert.ok(lawful.length > 300, `${lawful.length} lawful examples`);
});

let tried = 0;
let found = 0;
const missed: string[] = [];

for (const [at, trick] of TRICKS.entries())
  test(`${trick.name}: still prohibited, spans right${trick.hides ? ', reported' : ''}`, () => {
    const lost: string[] = [];
    let changed = 0;
    for (const { example, body, clean } of bad.filter((_, i) => (i + at) % trick.every === 0)) {
      const text = trick.apply(example.text);
      if (text === example.text) continue;
      changed++;
      const row = judge({ ...example, text }, body);
      assert.equal(wrongSpans(row), []);
      if (row.verdict !== clean.verdict) lost.push(`${text} (${row.verdict})`);
      else if (trick.hides && text.length > example.text.length)
        assert.ok(
          row.findings.some((one) => one.rule === 'hidden-characters'),
          `not reported: ${JSON.stringify(text)}`,
        );
      if (row.verdict === 'prohibited')
        for (const { quote } of row.evidence)
          assert.ok(comparable(quote).text.length > 0, `empty quote in ${JSON.stringify(text)}`);
    }
    tried += changed;
    found += changed - lost.length;
    missed.push(...lost.map((one) => `${trick.name}: ${one}`));
    assert.ok(
      lost.length <= Math.max(1, changed * 0.05),
      `${lost.length} of ${changed}, such as\n${lost.slice(0, 5).join('\n')}`,
    );
  });

test('at least 99 in 100 of all are found', () => {
  if (process.env.FIGURES) console.log(`${bad.length} examples × ${TRICKS.length} tricks: ${found} of ${tried}`);
  assert.ok(found / tried >= 0.99, `${found} of ${tried}\n${missed.slice(0, 30).join('\n')}`);
});

test('a lawful text written the same way stays lawful', () => {
  const turned: string[] = [];
  TRICKS.forEach((trick, i) => {
    lawful.forEach(({ example, body, clean }, j) => {
      // one example in twenty with each trick, others with the next
      if ((i + j) % 20 !== 0) return;
      const row = judge({ ...example, text: trick.apply(example.text) }, body);
      assert.equal(wrongSpans(row), []);
      if (row.verdict === 'prohibited') turned.push(`${trick.name}: ${row.text} (${clean.verdict})`);
    });
  });
  assert.equal(turned, []);
});

test('a clean text hides nothing', () => {
  for (const { clean } of [...bad, ...lawful])
    assert.not(
      clean.findings.some((one) => one.rule === 'hidden-characters'),
      clean.text,
    );
});

test.run();
