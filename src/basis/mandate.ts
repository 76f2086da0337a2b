/**
 * Does the article give this body this duty? 同条异事: the right article for another matter is no mandate.
 *
 * Three questions, each with words from lists/lexicon/basis.yaml. Does the article name the body (or does a lawful item
 * of the lists rest on it)? Do article and task share enough of their content words, rare ones weighing more? Does the
 * task make the committee do what must be written (punish, collect, certify, meet a quota) and is not?
 */
import { keptJson } from '../kept.ts';
import { Recent } from '../recent.ts';
import { comparable } from '../text.ts';
import type { BasisWords, Body, Library, Mention } from '../types.ts';

/** Why an article does or does not carry a task. */
export interface Mandate {
  readonly carries: boolean;
  /** weight of the shared words; 0 when none are shared */
  readonly overlap: number;
  readonly shared: readonly string[];
  /** the act that the article does not allow, null when none */
  readonly act: string | null;
}

/** What one article says to one body: statute text and the items that rest on it. */
interface Ground {
  /** statute and titles: what an act must be written in; examples only help to recognise the matter */
  readonly text: string;
  readonly tokens: ReadonlySet<string>;
  /** only 协助: an act in it is carried by an assisting task only */
  readonly assist: boolean;
  /** the committee is only mentioned: an act in it must be the very act of the task */
  readonly idle: boolean;
  readonly prohibited: ReadonlySet<string> | null;
}

/** tasks whose tokens are kept: the citations of a row ask one after the other */
const REMEMBERED = 500;
/** tokens below which a text says nothing of its matter */
const BARE = 4;

export interface Mandates {
  /** articles of an instrument that speak to the body, in order */
  articles(title: string, body: Body, edition: string | null): readonly string[];
  /** null when nothing is known of the article for the body */
  judge(title: string, article: string, body: Body, task: string, edition: string | null): Mandate | null;
  /** overlap of the task with the article of the instrument that is closest to it, 0 without any */
  closest(title: string, body: Body, task: string, edition: string | null): number;
  /** another article of the instrument is so much closer to the task that the cited one must be a slip */
  misses(overlap: number, closest: number): boolean;
}

export function createMandates(library: Library, words: BasisWords): Mandates {
  const reader = tokenizer(words);
  const mentions = library.wide().mentions;
  const weights = rarity(keptJson(library, 'rarity', () => counted(mentions.map((one) => reader(one.text)))));
  const byTitle = new Map<string, Mention[]>();
  for (const one of mentions) {
    const list = byTitle.get(one.instrument);
    if (list) list.push(one);
    else byTitle.set(one.instrument, [one]);
  }
  const grounds = new Map<string, Ground | null>();
  const tasks = new Recent<string, Asked>(REMEMBERED);
  const askedOf = (task: string): Asked => {
    let asked = tasks.get(task);
    if (!asked) {
      asked = { tokens: reader(task), ...actsOf(comparable(task).text, words) };
      tasks.set(task, asked);
    }
    return asked;
  };

  const itemsOn = (title: string, article: string | null, body: Body) =>
    library.items.filter(
      (item) =>
        item.body === body &&
        item.basis.some(
          (ref) => ref.instrument === title && !ref.unverified && (article === null || String(ref.article) === article),
        ),
    );

  const itemText = (item: Library['items'][number]): string => {
    const concepts = library.concepts.filter((one) => item.concepts.includes(one.id));
    return [item.title, ...concepts.flatMap((one) => [...one.aliases, ...one.hit.map((hit) => hit.text)])].join('；');
  };

  const mentionsOf = (title: string, body: Body, edition: string | null): Mention[] =>
    (byTitle.get(title) ?? []).filter(
      (one) =>
        one.edition === edition &&
        one.bodies.includes(body) &&
        one.role !== 'forbidden' &&
        !((one.role === 'right' || one.role === 'other') && words.governed.some((word) => one.text.includes(word))),
    );

  const ground = (title: string, article: string, body: Body, edition: string | null): Ground | null => {
    const key = `${title}\n${article}\n${body}\n${edition}`;
    const known = grounds.get(key);
    if (known !== undefined) return known;
    const own = mentionsOf(title, body, edition).filter((one) => String(one.article) === article);
    const items = itemsOn(title, article, body);
    const lawful = items.filter((item) => item.list !== 'prohibited').map(itemText);
    const barred = items.filter((item) => item.list === 'prohibited').map(itemText);
    const titles = items.flatMap((item) => (item.list === 'prohibited' ? [] : [item.title]));
    const text = comparable([...own.map((one) => one.text), ...titles].join('；')).text;
    const made =
      own.length + lawful.length === 0 && barred.length === 0
        ? null
        : {
            text,
            tokens: reader([text, ...lawful].join('；')),
            assist: own.length > 0 && own.every((one) => one.role === 'assist'),
            idle: own.length > 0 && own.every((one) => one.role === 'other'),
            prohibited: barred.length > 0 ? reader(barred.join('；')) : null,
          };
    grounds.set(key, made);
    return made;
  };

  /** token → the articles that have it, each by its number in the list of articles of the instrument */
  const indexes = new Map<string, { readonly articles: number; readonly byToken: Map<string, number[]> }>();
  const indexOf = (title: string, body: Body, edition: string | null) => {
    const key = `${title}\n${body}\n${edition}`;
    let index = indexes.get(key);
    if (!index) {
      const byToken = new Map<string, number[]>();
      const all = articlesOf(title, body, edition);
      all.forEach((article, i) => {
        for (const token of ground(title, article, body, edition)?.tokens ?? []) {
          const list = byToken.get(token);
          if (list) list.push(i);
          else byToken.set(token, [i]);
        }
      });
      index = { articles: all.length, byToken };
      indexes.set(key, index);
    }
    return index;
  };
  const known = new Map<string, readonly string[]>();
  const articlesOf = (title: string, body: Body, edition: string | null): readonly string[] => {
    const key = `${title}\n${body}\n${edition}`;
    let articles = known.get(key);
    if (!articles) {
      const cited = itemsOn(title, null, body).flatMap((item) =>
        item.basis.filter((ref) => ref.instrument === title && !ref.unverified).map((ref) => String(ref.article)),
      );
      articles = [...new Set([...mentionsOf(title, body, edition).map((one) => String(one.article)), ...cited])];
      known.set(key, articles);
    }
    return articles;
  };

  return {
    articles: articlesOf,
    closest(title, body, task, edition) {
      const { articles, byToken } = indexOf(title, body, edition);
      const overlaps = new Float64Array(articles);
      for (const token of askedOf(task).tokens) {
        const having = byToken.get(token);
        if (!having) continue;
        const weight = weights(token);
        for (const article of having) overlaps[article]! += weight;
      }
      return overlaps.reduce((most, one) => Math.max(most, one), 0);
    },
    judge(title, article, body, task, edition) {
      if (!articlesOf(title, body, edition).includes(article)) return null;
      const found = ground(title, article, body, edition);
      if (!found) return null;
      const asked = askedOf(task);
      const { tokens } = asked;
      const shared = [...tokens].filter((one) => found.tokens.has(one));
      const overlap = shared.reduce((sum, one) => sum + weights(one), 0);
      const against = found.prohibited ? weigh(tokens, found.prohibited, weights) : 0;
      const act = forbiddenAct(asked, found);
      // 应当协助政府做好相关工作: a text without a matter of its own cannot be about another matter
      const bare = found.tokens.size < BARE;
      const carries = (bare || overlap >= words.overlap) && overlap >= against && act === null && found.text !== '';
      return { carries, overlap, shared, act };
    },
    misses: (overlap, closest) => closest - overlap > 2 * words.overlap && overlap < words.elsewhere * closest,
  };
}

const weigh = (tokens: ReadonlySet<string>, other: ReadonlySet<string>, weights: (token: string) => number): number =>
  [...tokens].reduce((sum, one) => (other.has(one) ? sum + weights(one) : sum), 0);

/** Bigrams of what is left without the stop words, and the subjects that the words stand for (written #宣传). */
function tokenizer(words: BasisWords): (text: string) => ReadonlySet<string> {
  const stop = [...words.stop].map((one) => comparable(one).text).sort((a, b) => b.length - a.length);
  const stops = new RegExp(
    `${stop.map((one) => one.replace(/[()[\]{}.*+?^$|\\]/g, '\\$&')).join('|')}|[^\\u3400-\\u9fff]`,
    'g',
  );
  const subjects = words.subjects.map(({ id, words: list }) => ({
    token: `#${id}`,
    say: new RegExp(list.map((one) => comparable(one).text).join('|')),
  }));
  return (text) => {
    const folded = comparable(text).text;
    const tokens = new Set<string>();
    for (const { token, say } of subjects) if (say.test(folded)) tokens.add(token);
    for (const run of folded.replace(stops, ' ').split(' '))
      for (let i = 0; i + 1 < run.length; i++) tokens.add(run.slice(i, i + 2));
    return tokens;
  };
}

/** Inverse document frequency over all paragraphs that name the committees. */
/** How many of some documents have a token. */
interface Counted {
  readonly documents: number;
  readonly tokens: readonly (readonly [token: string, documents: number])[];
}

function counted(documents: readonly ReadonlySet<string>[]): Counted {
  const counts = new Map<string, number>();
  for (const tokens of documents) for (const one of tokens) counts.set(one, (counts.get(one) ?? 0) + 1);
  return { documents: documents.length, tokens: [...counts] };
}

function rarity({ documents, tokens }: Counted): (token: string) => number {
  const counts = new Map(tokens);
  return (token) => Math.log((1 + documents) / (1 + (counts.get(token) ?? 0)));
}

/** What of a task is compared with articles. */
interface Asked {
  readonly tokens: ReadonlySet<string>;
  /** acts that an article must name, with the words of the task that say them */
  readonly acts: readonly { readonly act: BasisWords['acts'][number]; readonly said: readonly string[] }[];
  readonly assists: boolean;
}

function actsOf(task: string, words: BasisWords): Omit<Asked, 'tokens'> {
  const acts = words.acts.flatMap((act) => {
    const open = act.notIn.reduce((text, one) => text.replaceAll(one, ''), task);
    const said = act.words.filter((one) => open.includes(one));
    return said.length > 0 ? [{ act, said }] : [];
  });
  return { acts, assists: words.assistWords.some((one) => task.includes(one)) };
}

/** The first act of the task that the article does not allow. */
function forbiddenAct({ acts, assists }: Asked, ground: Ground): string | null {
  for (const { act, said } of acts) {
    const written = act.article.some((one) => ground.text.includes(one));
    const literally = said.every((one) => ground.text.includes(one));
    if (!written || (ground.assist && !assists) || (ground.idle && !assists && !literally)) return act.id;
  }
  return null;
}
